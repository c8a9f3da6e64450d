/**
 * Who may import whom. The tree and its direction are drawn in docs/architecture.md; every rule here has a planted
 * import in test/unit/ground/import-rules.test.ts that it must refuse.
 */
const OURS = '^(src|workers|connectors|config|test|scripts)/';

/** Of our own code, files matching `from` import only what matches `allowed`. */
const onlyOurs = (name, comment, from, allowed) => ({
  name,
  severity: 'error',
  comment,
  from: { path: from },
  to: { path: OURS, pathNot: allowed },
});

/** Only files matching `by` import what matches `target`. */
const importedOnly = (name, comment, target, by) => ({
  name,
  severity: 'error',
  comment,
  from: { pathNot: by },
  to: { path: target },
});

module.exports = {
  forbidden: [
    {
      name: 'domain-is-pure',
      severity: 'error',
      comment: 'The domain imports its own files and the pure packages that docs/dependencies.md lists for it.',
      from: { path: '^src/domain/' },
      to: { pathNot: ['^src/domain/', '(^|/)node_modules/(stemmer|temporal-polyfill|temporal-spec)/'] },
    },
    onlyOurs('connectors-know-no-neighbour', 'A connector knows the domain only.', '^connectors/', [
      '^connectors/',
      '^src/domain/',
    ]),
    {
      name: 'connector-keeps-to-its-tool',
      severity: 'error',
      comment: 'The folder of one tool does not import that of another.',
      from: { path: '^connectors/([^/]+)/' },
      to: { path: '^connectors/[^/]+/', pathNot: '^connectors/($1|transport)/' },
    },
    {
      name: 'only-the-registry-knows-every-tool',
      severity: 'error',
      comment: 'What the connectors share does not know them; the registry alone does.',
      from: { path: '^connectors/[^/]+$', pathNot: '^connectors/registry\\.ts$' },
      to: { path: '^connectors/[^/]+/', pathNot: '^connectors/transport/' },
    },
    onlyOurs('store-knows-no-neighbour', 'The store knows the domain only.', '^src/store/', '^src/(store|domain)/'),
    onlyOurs('queue-knows-no-neighbour', 'The queue knows the domain only.', '^src/queue/', '^src/(queue|domain)/'),
    onlyOurs('mail-knows-no-neighbour', 'Mail knows the domain only.', '^src/mail/', '^src/(mail|domain)/'),
    onlyOurs(
      'usecases-import-to-the-right',
      'A use case brings the stages together; of the connectors it sees the interface, its errors and the registry.',
      '^src/usecases/',
      ['^src/(usecases|store|queue|mail|domain)/', '^connectors/(connector|errors|oauth|outgoing|registry|wiki)\\.ts$'],
    ),
    onlyOurs('api-calls-usecases', 'The API calls use cases.', '^src/api/', '^src/(api|usecases|domain)/'),
    {
      name: 'api-schemas-stand-alone',
      severity: 'error',
      comment: 'The browser shares these files, so they import zod and the domain only.',
      from: { path: '^src/api/schemas/' },
      to: { pathNot: ['^src/(api/schemas|domain)/', '(^|/)node_modules/zod/'] },
    },
    onlyOurs(
      'workers-call-usecases',
      'A worker parses its payload, calls one use case and enqueues the next stage.',
      '^workers/',
      ['^workers/', '^src/(usecases|queue|domain)/'],
    ),
    onlyOurs(
      'dashboard-knows-answers-only',
      "The dashboard takes the API's answers and the domain's words.",
      '^src/dashboard/',
      '^src/(dashboard|api/schemas|domain)/',
    ),
    onlyOurs(
      'demo-shares-nothing',
      'A simulated tool made from our own misunderstanding of the real one would prove nothing.',
      '^src/demo/',
      '^src/demo/',
    ),
    onlyOurs('config-stands-alone', 'The configuration is read before anything else.', '^config/', '^config/'),
    importedOnly('demo-is-for-demo', 'Only the demo command starts simulated tools.', '^src/demo/', [
      '^src/demo/',
      '^src/cli/(commands/demo|demo-(check-ins|decisions|weeks|wikis))\\.ts$',
      '^(test|scripts)/',
    ]),
    importedOnly('config-is-passed-in', 'Settings are read at the entry and handed down.', '^config/', [
      '^config/',
      '^src/cli/',
      '^src/compose\\.ts$',
      '^test/',
    ]),
    importedOnly('only-commands-compose', 'Only a command puts the parts together.', '^src/compose\\.ts$', [
      '^src/cli/',
      '^test/',
    ]),
    importedOnly('nothing-imports-the-cli', 'The command line is the leftmost layer.', '^src/cli/', [
      '^src/cli/',
      '^(test|scripts)/',
    ]),
    importedOnly('nothing-imports-the-dashboard', 'The dashboard is built and served as files.', '^src/dashboard/', [
      '^src/dashboard/',
      '^test/',
    ]),
    importedOnly('nothing-imports-tests', 'What ships does not lean on tests.', '^test/', ['^test/', '^scripts/']),
    importedOnly('nothing-imports-scripts', 'What ships does not lean on development scripts.', '^scripts/', [
      '^scripts/',
      '^test/',
    ]),
    {
      name: 'no-rings',
      severity: 'error',
      comment: 'A ring of imports has no direction.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'An install without development dependencies must run; the dashboard is built before.',
      from: { path: '^(src|workers|connectors|config)/', pathNot: '^src/dashboard/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'no-unlisted-packages',
      severity: 'error',
      comment: 'A package that package.json does not list can vanish with the one that brought it.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'every-import-resolves',
      severity: 'error',
      comment: 'An import that cannot be followed cannot be judged.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Beside TypeScript 7, which has no JavaScript API, the default parser reads no TypeScript file and passes.
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(node_modules|dist|coverage)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
    },
  },
};
