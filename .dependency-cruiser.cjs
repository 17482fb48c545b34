/** Who may import whom: docs/architecture.md draws it, this enforces it. */
const from = (path, extra = {}) => ({ path, pathNot: '\\.test\\.ts$|/tests/', ...extra });

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Dependencies run one way.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-unresolved',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: ['\\.(css|vue|svg)(\\?|$)', '^virtual:'] },
    },
    {
      name: 'protocol-on-zod-alone',
      severity: 'error',
      from: from('^packages/protocol/'),
      to: { pathNot: ['^packages/protocol/', 'node_modules/zod'] },
    },
    {
      name: 'client-on-protocol',
      severity: 'error',
      from: from('^packages/client/'),
      to: { pathNot: ['^packages/(client|protocol)/', 'node_modules/agora-rtc-sdk-ng'] },
    },
    {
      name: 'agora-when-it-is-needed',
      comment: 'Its SDK is larger than everything else together: one file loads it, when a show first needs it.',
      severity: 'error',
      from: {},
      to: { path: 'node_modules/agora-rtc-sdk-ng', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'browsers-take-types-only-from-schemas',
      severity: 'error',
      comment: 'The schemas bring zod; browsers import the types, and values from /limits, /codes and /page-sizes.',
      from: from('^(packages/(client|web-kit|mobile-kit)|apps/(web|mobile)-)'),
      to: { path: '^packages/protocol/src/(?!limits|codes|page-sizes)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'kits-below-apps',
      severity: 'error',
      from: from('^packages/(web|mobile)-kit/'),
      to: { path: '^(apps|e2e)/|^packages/test-env/' },
    },
    {
      name: 'web-apps-never-the-server',
      severity: 'error',
      from: from('^apps/(web|mobile)-'),
      to: { path: '^apps/server/|^packages/test-env/' },
    },
    ...['packages/mobile-kit', 'apps/mobile-customer', 'apps/mobile-admin'].map((own) => ({
      name: `${own.replace(/^.*\//, '')}-on-the-kit-for-phones`,
      severity: 'error',
      from: from(`^${own}/`),
      to: { path: '^apps/|^packages/web-kit/', pathNot: `^${own}/` },
    })),
    { name: 'web-apps-apart', severity: 'error', from: from('^apps/web-customer/'), to: { path: '^apps/web-admin/' } },
    { name: 'web-apps-apart-too', severity: 'error', from: from('^apps/web-admin/'), to: { path: '^apps/web-customer/' } },
    {
      name: 'domain-on-ports-and-protocol',
      severity: 'error',
      from: from('^apps/server/src/domain/'),
      to: { path: '^(apps|packages)/', pathNot: ['^apps/server/src/(domain|ports)/', '^packages/(crowd|protocol)/'] },
    },
    {
      name: 'ports-speak-the-domains-words',
      severity: 'error',
      from: from('^apps/server/src/ports/'),
      to: { path: '^(apps|packages)/', pathNot: ['^apps/server/src/ports/', '^packages/protocol/'] },
    },
    {
      name: 'adapters-on-ports',
      severity: 'error',
      from: from('^apps/server/src/adapters/'),
      to: {
        path: '^(apps|packages)/',
        pathNot: ['^apps/server/src/(adapters|ports|domain)/', '^apps/server/src/(entry-points|config)\\.ts$', '^packages/protocol/'],
      },
    },
    {
      name: 'http-on-domain',
      severity: 'error',
      from: from('^apps/server/src/http/'),
      to: { path: '^apps/server/src/', pathNot: ['^apps/server/src/(http|domain|ports|edge)/', '^apps/server/src/config\\.ts$'] },
    },
    {
      name: 'realtime-on-domain',
      severity: 'error',
      from: from('^apps/server/src/realtime/'),
      to: { path: '^apps/server/src/', pathNot: ['^apps/server/src/(realtime|domain|ports|edge)/', '^apps/server/src/config\\.ts$'] },
    },
    {
      name: 'only-the-composition-root-imports-adapters',
      severity: 'error',
      from: from('^apps/server/src/(?!adapters/|context\\.ts)'),
      to: { path: '^apps/server/src/adapters/' },
    },
    {
      name: 'the-server-by-its-public-entry',
      severity: 'error',
      from: from('^(packages|e2e)/'),
      to: { path: '^apps/server/', pathNot: ['^apps/server/(src/server\\.ts|build\\.mjs)$'] },
    },
    {
      name: 'benches-measure-whole-servers',
      comment: 'From outside, as clients do; only the timeline over its stores is measured by itself.',
      severity: 'error',
      from: { path: '^bench/' },
      to: {
        path: '^apps/|^packages/(?!protocol|test-env)',
        pathNot: ['^apps/server/src/(domain/timeline/stream-timeline|adapters/storage/(sqlite|mongo)/index)\\.ts$'],
      },
    },
    {
      name: 'the-demo-from-outside',
      comment: 'It speaks to a whole server as browsers and broadcasting tools do.',
      severity: 'error',
      from: from('^demo/'),
      to: { path: '^(apps|e2e|bench)/|^packages/(?!client|crowd|protocol|test-env)' },
    },
    { name: 'a-crowd-on-nothing', severity: 'error', from: from('^packages/crowd/'), to: { pathNot: '^packages/crowd/' } },
    { name: 'nobody-imports-the-demo', severity: 'error', from: { path: '^(apps|packages)/' }, to: { path: '^demo/' } },
    { name: 'nobody-imports-benches', severity: 'error', from: { path: '^(apps|packages|demo|e2e)/' }, to: { path: '^bench/' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|data|\\.cache)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.vue', '.json'],
    },
  },
};
