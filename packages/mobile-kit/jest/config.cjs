const { createRequire } = require('node:module');
const { join } = require('node:path');

const ROOT = join(__dirname, '../../..');
const cacheDirectory = join(ROOT, '.cache/jest');
/** Under this name the preset says how code is compiled. */
const SCRIPTS = '\\.[jt]sx?$';

/** Every screen test of these apps, as one system. Jest keeps what it has compiled by project: both apps are in one, and compile what they share once. */
function projectOf(platform, apps) {
  const fromApp = createRequire(join(apps[0], 'package.json'));
  const { watchPlugins: _, transform, ...preset } = fromApp(`jest-expo/${platform}/jest-preset`);
  const [babel, options] = transform[SCRIPTS];
  const compiled = {
    ...options,
    configFile: false,
    presets: [fromApp.resolve('babel-preset-expo')],
    plugins: [join(__dirname, 'import-now.cjs')],
  };
  return {
    ...preset,
    transform: { ...transform, [SCRIPTS]: [babel, compiled] },
    rootDir: ROOT,
    roots: apps,
    displayName: platform,
    cacheDirectory,
    // With these made up as well, a screen that is taken down in made-up time never comes to an end.
    fakeTimers: { doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] },
    testMatch: ['**/tests/**/*.test.tsx'],
    resolver: fromApp.resolve('react-native-worklets/jest/resolver.js'),
    setupFilesAfterEnv: [join(__dirname, 'setup.cjs')],
  };
}

/** Jest's settings of these apps. The first test of a file compiles what it needs, which takes its time. */
module.exports.mobileJestConfig = (...apps) => ({
  rootDir: ROOT,
  testTimeout: 60_000,
  // By default one core is left idle.
  maxWorkers: '100%',
  cacheDirectory,
  projects: ['ios', 'android'].map((platform) => projectOf(platform, apps)),
});
