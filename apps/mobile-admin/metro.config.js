const { mobileMetroConfig } = require('../../packages/mobile-kit/metro.cjs');

module.exports = mobileMetroConfig(__dirname);
