const { join } = require('node:path');
const { createRequire } = require('node:module');

/** Metro's settings of both apps. */
module.exports.mobileMetroConfig = (app) => {
  const fromApp = createRequire(join(app, 'package.json'));
  const config = fromApp('expo/metro-config').getDefaultConfig(app);
  const { FileStore } = fromApp('@expo/metro/metro-cache');
  // Both share it: most of what they hold is the same.
  config.cacheStores = [new FileStore({ root: join(__dirname, '../../.cache/metro') })];
  const resolve = config.resolver.resolveRequest;
  config.resolver.resolveRequest = (context, name, platform) => {
    // Agora's SDK is one for browsers: a phone never loads it.
    if (name === 'agora-rtc-sdk-ng' && platform !== 'web') return { type: 'empty' };
    return (resolve ?? context.resolveRequest)(context, name, platform);
  };
  return config;
};
