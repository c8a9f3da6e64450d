/**
 * Finds words that a reader would see outside the catalogue (src/dashboard/texts): Biome's noJsxLiterals sees those
 * between tags, this also those in labels, titles, placeholders and messages. And no sentence stands in the catalogue twice.
 * Files that biome.json does not yet hold to the rule are passed over; one of them that is clean is a fault of its own.
 */
import { readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

const DASHBOARD = 'src/dashboard';
const CATALOGUE = `${DASHBOARD}/texts/`;
/** Words of the domain beside those of `src/domain`; fonts and borders; and what the build writes for browsers. */
const WITHOUT_TEXTS = [
  `${DASHBOARD}/words.ts`,
  `${DASHBOARD}/theme.ts`,
  `${DASHBOARD}/vite.config.ts`,
  `${DASHBOARD}/preload-pages.ts`,
];

/** Properties whose value is read out or shown, whatever component they belong to. */
const READ =
  /^(aria-(label|description|roledescription|valuetext)|alt|title|placeholder|label|description|caption|what|heading|summary|legend|error|message|sentence)$/;
/** Properties that hold lists of classes, styles and the like: spaces in them part no words. */
const TECHNICAL =
  /^(className|style|styles|classNames|d|viewBox|transform|points|rel|sizes|media|gridTemplateColumns)$/;
/** Functions that say what they are given. */
const SAYING = new Set(['useTitle', 'offerUndo', 'plural', 'pluralWord']);
const LETTER = /\p{L}/u;
const TWO_WORDS = /\p{L}[\p{L}’']*[,.:;?!]? \p{L}/u;
/** So long that the same sentence twice is no chance. */
const SENTENCE_WORDS = 5;

type Node = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface TextReport {
  /** Words outside the catalogue: the file and the words. */
  stray: { file: string; text: string }[];
  /** Sentences that stand in the catalogue more than once. */
  twice: { text: string; files: string[] }[];
  /** Files that biome.json passes over without need, or that do not exist. */
  passedOverInVain: string[];
  files: number;
  /** Literals that were read, in and outside the catalogue. */
  literals: number;
}

/** Reads every source file of the dashboard under `root`. @throws Error when one cannot be parsed, naming it. */
export async function checkTexts(root: string): Promise<TextReport> {
  const files: string[] = [];
  for await (const file of glob(`${DASHBOARD}/**/*.{ts,tsx}`, { cwd: root })) files.push(file);
  const passedOver = new Set(passedOverIn(root));
  const sentences = new Map<string, string[]>();
  const stray: TextReport['stray'] = [];
  const inVain = new Set(passedOver);
  let literals = 0;
  for (const file of files.sort()) {
    const found = readFile(root, file);
    literals += found.literals.length;
    if (file.startsWith(CATALOGUE)) {
      for (const text of found.literals.filter(isSentence)) sentences.set(text, [...(sentences.get(text) ?? []), file]);
    } else if (passedOver.has(file)) {
      if (found.stray.length > 0) inVain.delete(file);
    } else if (!WITHOUT_TEXTS.includes(file)) {
      stray.push(...found.stray.map((text) => ({ file, text })));
    }
  }
  const twice = [...sentences].filter(([, at]) => at.length > 1).map(([text, at]) => ({ text, files: at }));
  return { stray, twice, passedOverInVain: [...inVain], files: files.length, literals };
}

function readFile(root: string, file: string) {
  try {
    return readTexts(readFileSync(join(root, file), 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be parsed`, { cause });
  }
}

/** What biome.json says of files whose texts are not in the catalogue yet. */
function passedOverIn(root: string): string[] {
  const { overrides = [] } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8')) as {
    overrides?: { includes: string[]; linter?: { rules?: { style?: { noJsxLiterals?: unknown } } } }[];
  };
  return overrides
    .filter(({ linter }) => linter?.rules?.style?.noJsxLiterals === 'off')
    .flatMap(({ includes }) => includes)
    .filter((file) => !file.startsWith(CATALOGUE));
}

function isSentence(text: string): boolean {
  return /[.?!]$/.test(text) && text.split(/\s+/).length >= SENTENCE_WORDS;
}

/** The literals of one source file, and those of them that a reader would see. */
export function readTexts(source: string): { literals: string[]; stray: string[] } {
  const module = parseSync(source, { syntax: 'typescript', tsx: true, target: 'es2022' });
  const literals: string[] = [];
  const stray: string[] = [];
  const visit = (node: Node, isRead: boolean): void => {
    const text = textOf(node);
    if (text !== null) {
      literals.push(text);
      if (isRead || node.type === 'JSXText' ? LETTER.test(text) : TWO_WORDS.test(text)) stray.push(text.trim());
    }
    for (const [child, isChildRead] of childrenOf(node, isRead)) visit(child, isChildRead);
  };
  visit(module as unknown as Node, false);
  return { literals, stray };
}

function textOf(node: Node): string | null {
  if (node.type === 'JSXText' || node.type === 'StringLiteral') return node.value as string;
  if (node.type !== 'TemplateLiteral') return null;
  return (node.quasis as { cooked: string }[]).map(({ cooked }) => cooked).join('…');
}

/** What is worth a look below a node, and whether its value is shown as it stands. */
function childrenOf(node: Node, isRead: boolean): [Node, boolean][] {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'TsLiteralType':
    case 'TsTypeAnnotation':
    case 'TsTypeAliasDeclaration':
    case 'TsInterfaceDeclaration':
    case 'ThrowStatement':
      return [];
    case 'JSXAttribute':
    case 'KeyValueProperty':
      return property(node);
    case 'JSXElement':
    case 'JSXFragment':
      return below(node).map((child) => [child, child.type === 'JSXExpressionContainer']);
    case 'ConditionalExpression':
      return [...nodes(node.test, false), ...nodes(node.consequent, isRead), ...nodes(node.alternate, isRead)];
    case 'BinaryExpression': {
      const passes = isRead && ['&&', '||', '??', '+'].includes(node.operator as string);
      return [...nodes(node.left, passes && node.operator !== '&&'), ...nodes(node.right, passes)];
    }
    case 'CallExpression':
      return below(node).map((child) => [child, SAYING.has((node.callee as { value?: string }).value ?? '')]);
    case 'JSXExpressionContainer':
    case 'ParenthesisExpression':
    case 'TsAsExpression':
    case 'TsConstAssertion':
      return below(node).map((child) => [child, isRead]);
    default:
      return below(node).map((child) => [child, false]);
  }
}

function property({ type, name, key, value }: Node): [Node, boolean][] {
  const named = (type === 'JSXAttribute' ? name : key) as { value?: unknown };
  const word = String(named.value ?? '');
  return TECHNICAL.test(word) ? [] : nodes(value, READ.test(word));
}

function nodes(value: unknown, isRead: boolean): [Node, boolean][] {
  return isNode(value) ? [[value, isRead]] : [];
}

function below(node: Node): Node[] {
  return Object.values(node).flatMap((value) => (Array.isArray(value) ? value.flatMap(unwrap) : unwrap(value)));
}

/** Arguments and elements of lists stand in a wrapper: `{ spread, expression }`. */
function unwrap(value: unknown): Node[] {
  if (isNode(value)) return [value];
  const inner = (value as { expression?: unknown } | null)?.expression;
  return isNode(inner) ? [inner] : [];
}

function isNode(value: unknown): value is Node {
  return typeof (value as Node | null)?.type === 'string';
}

/** One line for each fault; empty when every word stands in the catalogue, once. */
export function textFaults({ stray, twice, passedOverInVain, literals }: TextReport): string[] {
  return [
    ...stray.map(({ file, text }) => `${file}: “${text}” belongs in ${CATALOGUE}en`),
    ...twice.map(({ text, files }) => `“${text}” stands twice: ${files.join(', ')}`),
    ...passedOverInVain.map((file) => `${file} need not be passed over in biome.json any more`),
    ...(literals === 0 ? ['no text was read at all: the parser does not work'] : []),
  ];
}

async function main(): Promise<void> {
  const report = await checkTexts(fileURLToPath(new URL('..', import.meta.url)));
  const faults = textFaults(report);
  for (const fault of faults) console.log(fault);
  console.log(`${report.files} files and ${report.literals} literals read, ${faults.length} at fault.`);
  process.exitCode = faults.length > 0 ? 1 : 0;
}

if (import.meta.main) await main();
