const { createRequire } = require('node:module');
const { join } = require('node:path');

const cacheDirectory = join(__dirname, '../../../.cache/jest');

/** Jest's settings of one app: every screen test once as iOS, once as Android. */
function projectsOf(app) {
  const fromApp = createRequire(join(app, 'package.json'));
  return ['ios', 'android'].map((platform) => {
    const { watchPlugins: _, ...preset } = fromApp(`jest-expo/${platform}/jest-preset`);
    return {
      ...preset,
      rootDir: app,
      displayName: platform,
      cacheDirectory,
      testMatch: ['<rootDir>/tests/**/*.test.tsx'],
      resolver: fromApp.resolve('react-native-worklets/jest/resolver.js'),
      setupFilesAfterEnv: [join(__dirname, 'setup.cjs')],
    };
  });
}

/** Jest's settings of these apps. The first test of a file compiles what it needs, which takes its time. */
module.exports.mobileJestConfig = (...apps) => ({
  testTimeout: 60_000,
  // By default one core is left idle.
  maxWorkers: '100%',
  cacheDirectory,
  projects: apps.flatMap(projectsOf),
});
