// The entrance of a function that brings its compiled code along: loads app.js with it. Code of another Node is compiled anew.
const { readFileSync } = require('node:fs');
const { wrap } = require('node:module');
const { constants, Script } = require('node:vm');

const filename = `${__dirname}/app.js`;
const options = { filename, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER };
const script = new Script(wrap(readFileSync(filename, 'utf8')), { ...options, cachedData: readFileSync(`${__dirname}/app.cache`) });
const app = { exports: {} };
script.runInThisContext()(app.exports, require, app, filename, __dirname);
module.exports = app.exports;
