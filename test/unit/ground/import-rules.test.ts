import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkImports, faultsOf, type ImportReport, SOURCE_FOLDERS } from '../../../scripts/check-imports.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** One forbidden import: a file in `folder` that imports `target`, a file of ours, or a package. */
interface Plant {
  rule: string;
  folder: string;
  target: string;
}

const forbidden: Plant[] = [
  { rule: 'domain-is-pure', folder: 'src/domain', target: 'src/store/planted-target.ts' },
  { rule: 'domain-is-pure', folder: 'src/domain/evidence', target: 'zod' },
  { rule: 'domain-is-pure', folder: 'src/domain', target: 'node:fs' },
  { rule: 'connectors-know-no-neighbour', folder: 'connectors/jira', target: 'src/store/planted-target.ts' },
  { rule: 'connectors-know-no-neighbour', folder: 'connectors', target: 'src/usecases/planted-target.ts' },
  { rule: 'connector-keeps-to-its-tool', folder: 'connectors/jira', target: 'connectors/asana/planted-target.ts' },
  { rule: 'connector-keeps-to-its-tool', folder: 'connectors/transport', target: 'connectors/asana/planted-target.ts' },
  { rule: 'only-the-registry-knows-every-tool', folder: 'connectors', target: 'connectors/asana/planted-target.ts' },
  { rule: 'store-knows-no-neighbour', folder: 'src/store', target: 'connectors/planted-target.ts' },
  { rule: 'store-knows-no-neighbour', folder: 'src/store/migrations', target: 'src/queue/planted-target.ts' },
  { rule: 'queue-knows-no-neighbour', folder: 'src/queue', target: 'src/store/planted-target.ts' },
  { rule: 'mail-knows-no-neighbour', folder: 'src/mail', target: 'src/store/planted-target.ts' },
  { rule: 'usecases-import-to-the-right', folder: 'src/usecases', target: 'connectors/asana/planted-target.ts' },
  { rule: 'usecases-import-to-the-right', folder: 'src/usecases', target: 'src/api/planted-target.ts' },
  { rule: 'usecases-import-to-the-right', folder: 'src/usecases', target: 'workers/planted-target.ts' },
  { rule: 'api-calls-usecases', folder: 'src/api/routes', target: 'workers/planted-target.ts' },
  { rule: 'api-calls-usecases', folder: 'src/api/plugins', target: 'src/store/planted-target.ts' },
  { rule: 'api-calls-usecases', folder: 'src/api', target: 'src/queue/planted-target.ts' },
  { rule: 'api-schemas-stand-alone', folder: 'src/api/schemas', target: 'src/usecases/planted-target.ts' },
  { rule: 'api-schemas-stand-alone', folder: 'src/api/schemas', target: 'fastify' },
  { rule: 'workers-call-usecases', folder: 'workers', target: 'src/api/planted-target.ts' },
  { rule: 'workers-call-usecases', folder: 'workers', target: 'src/store/planted-target.ts' },
  { rule: 'dashboard-knows-answers-only', folder: 'src/dashboard/pages', target: 'src/usecases/planted-target.ts' },
  { rule: 'dashboard-knows-answers-only', folder: 'src/dashboard', target: 'src/api/planted-target.ts' },
  { rule: 'demo-shares-nothing', folder: 'src/demo/jira', target: 'connectors/planted-target.ts' },
  { rule: 'demo-shares-nothing', folder: 'src/demo', target: 'src/domain/planted-target.ts' },
  { rule: 'config-stands-alone', folder: 'config', target: 'src/domain/planted-target.ts' },
  { rule: 'demo-is-for-demo', folder: 'src/cli/commands', target: 'src/demo/planted-target.ts' },
  { rule: 'demo-is-for-demo', folder: 'src/usecases', target: 'src/demo/planted-target.ts' },
  { rule: 'config-is-passed-in', folder: 'src/usecases', target: 'config/planted-target.ts' },
  { rule: 'config-is-passed-in', folder: 'workers', target: 'config/planted-target.ts' },
  { rule: 'only-commands-compose', folder: 'workers', target: 'src/compose.ts' },
  { rule: 'only-commands-compose', folder: 'src/api', target: 'src/compose.ts' },
  { rule: 'nothing-imports-the-cli', folder: 'src/api', target: 'src/cli/planted-target.ts' },
  { rule: 'nothing-imports-the-dashboard', folder: 'src/api', target: 'src/dashboard/planted-target.ts' },
  { rule: 'nothing-imports-tests', folder: 'src/cli', target: 'test/helpers/planted-target.ts' },
  { rule: 'nothing-imports-scripts', folder: 'src/cli', target: 'scripts/planted-target.ts' },
  { rule: 'no-rings', folder: 'src/domain/ring', target: 'src/domain/ring/planted-target.ts' },
  { rule: 'no-development-packages', folder: 'src/usecases', target: 'playwright-core' },
  { rule: 'no-development-packages', folder: 'config', target: 'ajv' },
  // Installed because fastify needs it, and not ours to import.
  { rule: 'no-unlisted-packages', folder: 'src/api', target: 'avvio' },
  { rule: 'every-import-resolves', folder: 'src/mail', target: 'src/mail/planted-nowhere.ts' },
];

const allowed: Omit<Plant, 'rule'>[] = [
  { folder: 'src/domain', target: 'temporal-polyfill' },
  { folder: 'connectors/jira', target: 'connectors/transport/planted-target.ts' },
  { folder: 'src/usecases', target: 'src/store/planted-target.ts' },
  { folder: 'src/api/routes', target: 'src/usecases/planted-target.ts' },
  { folder: 'src/api/schemas', target: 'zod' },
  { folder: 'workers', target: 'src/queue/planted-target.ts' },
  { folder: 'src/dashboard', target: 'src/api/schemas/planted-target.ts' },
  { folder: 'src/dashboard', target: 'echarts' },
  { folder: 'src/cli/commands', target: 'workers/planted-target.ts' },
];

const FORMS = {
  value: {
    suffix: '.ts',
    write: (from: string) => `import * as planted from '${from}';\nexport const seen = [planted];\n`,
  },
  type: {
    suffix: '.ts',
    write: (from: string) => `import type * as planted from '${from}';\nexport type Seen = typeof planted;\n`,
  },
  inline: {
    suffix: '.ts',
    write: (from: string) => `import { type Planted } from '${from}';\nexport type Seen = Planted;\n`,
  },
  passed: { suffix: '.ts', write: (from: string) => `export type { Planted } from '${from}';\n` },
  tsx: {
    suffix: '.tsx',
    write: (from: string) =>
      `import * as planted from '${from}';\nexport const Seen = () => <b>{String(planted)}</b>;\n`,
  },
  tsxType: {
    suffix: '.tsx',
    write: (from: string) =>
      `import type { Planted } from '${from}';\nexport const Seen = (p: Planted) => <b>{String(p)}</b>;\n`,
  },
  later: { suffix: '.ts', write: (from: string) => `export const seen = () => import('${from}');\n` },
} as const;
type Form = keyof typeof FORMS;

let copy: string;
let report: ImportReport;

const isOurs = (target: string) => /^(src|workers|connectors|config|test|scripts)\//.test(target);
const fileOf = (kind: string, index: number, folder: string, form: Form) =>
  `${folder}/planted-${kind}-${index}-${form.toLowerCase()}${FORMS[form].suffix}`;

function write(file: string, text: string): void {
  mkdirSync(dirname(join(copy, file)), { recursive: true });
  writeFileSync(join(copy, file), text);
}

function plant(kind: string, index: number, { folder, target }: Omit<Plant, 'rule'>): void {
  for (const form of Object.keys(FORMS) as Form[]) {
    const path = isOurs(target) ? relative(folder, target) : target;
    write(
      fileOf(kind, index, folder, form),
      FORMS[form].write(isOurs(target) && !path.startsWith('.') ? `./${path}` : path),
    );
  }
}

function plantTarget(target: string): void {
  if (!isOurs(target) || target.endsWith('nowhere.ts') || existsSync(join(copy, target))) return;
  write(target, 'export type Planted = string;\nexport const planted = 1;\n');
}

beforeAll(async () => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-imports-')));
  for (const folder of SOURCE_FOLDERS) {
    if (existsSync(join(root, folder))) cpSync(join(root, folder), join(copy, folder), { recursive: true });
  }
  for (const file of ['package.json', 'tsconfig.json']) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  for (const { target } of [...forbidden, ...allowed]) plantTarget(target);
  forbidden.forEach((one, index) => {
    plant('forbidden', index, one);
  });
  allowed.forEach((one, index) => {
    plant('allowed', index, one);
  });
  // The ring's other half: it imports back each file that imports it.
  const ring = forbidden.findIndex((one) => one.rule === 'no-rings');
  const back = (Object.keys(FORMS) as Form[]).map((form) =>
    relative('src/domain/ring', fileOf('forbidden', ring, 'src/domain/ring', form)),
  );
  write(
    'src/domain/ring/planted-target.ts',
    `${back.map((file) => `export * from './${file}';`).join('\n')}\nexport type Planted = string;\n`,
  );
  report = await checkImports(copy);
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

describe('the import rules', () => {
  it.each(forbidden.map((one, index) => ({ ...one, index })))(
    '$rule refuses $target in $folder',
    ({ rule, folder, index }) => {
      const refused = new Set(report.violations.filter((one) => one.rule === rule).map((one) => one.from));
      for (const form of Object.keys(FORMS) as Form[]) {
        expect(refused, `as ${form}`).toContain(fileOf('forbidden', index, folder, form));
      }
    },
  );

  it.each(allowed.map((one, index) => ({ ...one, index })))('let $folder import $target', ({ folder, index }) => {
    const files = (Object.keys(FORMS) as Form[]).map((form) => fileOf('allowed', index, folder, form));
    expect(report.violations.filter((one) => files.includes(one.from))).toEqual([]);
  });

  it('are each proved by a planted import', () => {
    const { forbidden: rules } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'));
    expect(new Set(forbidden.map((one) => one.rule))).toEqual(
      new Set(rules.map((rule: { name: string }) => rule.name)),
    );
  });

  it('read every source file', () => {
    expect(report.unread).toEqual([]);
    expect(report.modules).toBeGreaterThan(forbidden.length * Object.keys(FORMS).length);
  });

  it('fail when fewer files are read than there are, and when no import is', async () => {
    const partly = await checkImports(copy, { exclude: '\\.tsx$' });
    const missed = fileOf('allowed', 0, 'src/domain', 'tsx');
    expect(partly.unread).toContain(missed);
    expect(faultsOf({ ...partly, violations: [] })).toContain(`${missed} was not read: its imports are unchecked`);
    expect(faultsOf({ violations: [], unread: [], modules: 9, imports: 0 })).toHaveLength(1);
    expect(faultsOf({ violations: [], unread: [], modules: 9, imports: 1 })).toEqual([]);
  });
});
