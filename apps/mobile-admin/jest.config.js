const { mobileJestConfig } = require('../../packages/mobile-kit/jest/config.cjs');

module.exports = mobileJestConfig(__dirname);
