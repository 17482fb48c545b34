const { join } = require('node:path');
const { mobileJestConfig } = require('./config.cjs');

/** Both apps in one run, as `npm test` makes it. */
module.exports = mobileJestConfig(...['customer', 'admin'].map((name) => join(__dirname, `../../../apps/mobile-${name}`)));
