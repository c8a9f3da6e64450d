import type { Stretch } from '../blank-out.ts';

/** A line without its line break; `text` is trimmed and cut, `indent` the spaces in front of it. */
export interface Line extends Stretch {
  readonly text: string;
  readonly indent: number;
}

/** What a line is, shows at its start; a line of a megabyte is not read through by every rule. */
const LINE_CHARACTERS_MAX = 400;
/** A longer line is a whole text that lost its line breaks. */
const NOISE_CHARACTERS_MAX = 4_000;

export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  for (let from = 0; from <= text.length; ) {
    const breaks = text.indexOf('\n', from);
    const to = breaks === -1 ? text.length : breaks;
    const head = text.slice(from, Math.min(to, from + LINE_CHARACTERS_MAX));
    const trimmed = head.trimStart();
    lines.push({ from, to, text: trimmed.trimEnd(), indent: head.length - trimmed.length });
    from = to + 1;
  }
  return lines;
}

/** Lines of stack traces and logs: what a machine wrote. The line that names an error and says its message is kept. */
export function noiseLines(lines: readonly Line[]): Stretch[] {
  return lines.filter(
    (line, at) =>
      line.to - line.from <= NOISE_CHARACTERS_MAX && (isTrace(line, lines[at - 1], lines[at + 1]) || isLog(line.text)),
  );
}

const SOURCE = String.raw`\.(?:c|cc|cpp|cs|ex|exs|go|java|js|jsx|kt|mjs|php|py|rb|rs|scala|swift|ts|tsx|vue)`;
const GO_PLACE = /^\S{1,300}\.go:\d+(?: \+0x[0-9a-f]+)?$/u;
const PYTHON_PLACE = /^File ".{1,300}", line \d+/u;

const TRACE_LINES: readonly RegExp[] = [
  // Java, Kotlin, Scala; JavaScript with a function's name; C# without symbols.
  /^at (?:async |new )?[^\s()]{1,300}(?: \[as [^\]]{1,100}\])? ?\((?:[^()]{0,300}:\d+|Native Method|Unknown Source|<anonymous>|native|[\w$, .`[\]<>]{0,200})\)$/u,
  /^at [^()]{0,200}\(\S{1,300}:\d+(?::\d+)?\)/u,
  /^at (?:async )?\S{1,300}:\d+(?::\d+)?\)?$/u,
  /^at .{1,300}:line \d+$/u,
  /^(?:\.\.\.|…) \d+ (?:more|common frames omitted)/u,
  /^(?:Caused by|Suppressed): [\w$.]{3,200}/u,
  /^Traceback \(most recent call last\)/u,
  /^During handling of the above exception/u,
  PYTHON_PLACE,
  /^[\^~]{1,}$/u,
  /^goroutine \d+ \[/u,
  /^created by \S{1,300}\)?(?: in goroutine \d+)?$/u,
  /^\[signal SIG/u,
  GO_PLACE,
  // Ruby, PHP, Rust, and any tool that prints nothing but a place.
  new RegExp(String.raw`^(?:from |#\d+ |at )?[\w./\\:$@-]{1,300}${SOURCE}(?::\d+|\(\d+\)).{0,100}$`, 'u'),
  /^#\d+ (?:0x[0-9a-f]+ in |\{main\}|\[internal function\])/u,
  /^\d+: {1,8}(?:0x[0-9a-f]+ - )?[\w<>$]+::\S{1,300}$/u,
];

/** Most lines are prose; these are the only characters with which a line of a trace begins, or ends. */
const TRACE_START = /^(?:at |\.{3}|…|Cau|Sup|Tra|Dur|File "|[\^~]|goroutine|created by|\[sig|from |#\d|\d)/u;

function isTrace(line: Line, before: Line | undefined, after: Line | undefined): boolean {
  const { text } = line;
  if (text === '') return false;
  if ((TRACE_START.test(text) || /[)\d]$/u.test(text)) && TRACE_LINES.some((rule) => rule.test(text))) return true;
  // Python prints the source line under its place, Go the call above it.
  if (before && line.indent > 0 && line.indent >= before.indent && PYTHON_PLACE.test(before.text)) return true;
  return after !== undefined && text.endsWith(')') && GO_PLACE.test(after.text) && /^[\w./*()[\]-]+\(/u.test(text);
}

const TIME = String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d)?`;
const STAMP = String.raw`\[?(?:\d{4}[-/]\d\d[-/]\d\d[T ]${TIME}|${TIME}|\d\d?/\w{3}/\d{4}:${TIME})`;
const LEVEL = String.raw`(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|FATAL|CRITICAL|SEVERE|trace|debug|info|warn|error|fatal)\b`;

const LOG_LINES: readonly RegExp[] = [
  new RegExp(String.raw`^${STAMP}.{0,80}?(?:${LEVEL}|\[[\w .:-]{1,60}\])`, 'u'),
  // A logger's name after the level; "ERROR: the invoice is empty" may be somebody's words.
  new RegExp(String.raw`^\[?${LEVEL}\]?[ :|-]{1,3}(?:${STAMP}|\[?[\w$-]{1,60}(?:\.[\w$-]{1,60}){2,8}\]?[ :-])`, 'u'),
  // syslog; the log of Kubernetes; a web server's.
  new RegExp(String.raw`^[A-Z][a-z]{2} {1,2}\d{1,2} ${TIME} \S{1,100} [\w./-]{1,60}(?:\[\d+\])?:`, 'u'),
  new RegExp(String.raw`^[IWEF]\d{4} ${TIME} +\d+ \S{1,100}:\d+\]`, 'u'),
  /^\d{1,3}(?:\.\d{1,3}){3} \S{1,60} \S{1,60} \[[^\]]{10,40}\] "/u,
  /^\{.{0,300}?"(?:level|severity|lvl|time|timestamp|ts|@timestamp|msg|message)" ?:/u,
  /^(?:time|ts|level)=\S{1,60} .{0,200}?(?:level|msg|lvl)=/u,
];
const LOG_START = /^[[\dA-Z{tl]/u;

function isLog(text: string): boolean {
  return LOG_START.test(text) && LOG_LINES.some((rule) => rule.test(text));
}
