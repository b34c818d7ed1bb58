// The entrance of a function that brings its compiled code along: loads app.js with it. Code of another V8 is compiled anew.
const { readFileSync } = require('node:fs');
const { wrap } = require('node:module');
const { constants, Script } = require('node:vm');

// V8 takes what was compiled under the flags that it has itself. Which memory a runtime gives a process does not matter to the code.
const flagsAt = 12;
const cachedData = readFileSync(`${__dirname}/app.cache`);
new Script('0').createCachedData().copy(cachedData, flagsAt, flagsAt, flagsAt + 4);

const filename = `${__dirname}/app.js`;
const options = { filename, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER };
// Nobody who reads the log of a function is to be told at each start how it was loaded.
const { emitWarning } = process;
process.emitWarning = (warning, ...more) =>
  String(warning).includes('USE_MAIN_CONTEXT_DEFAULT_LOADER') ? undefined : emitWarning.call(process, warning, ...more);

const script = new Script(wrap(readFileSync(filename, 'utf8')), { ...options, cachedData });
const app = { exports: {} };
script.runInThisContext()(app.exports, require, app, filename, __dirname);
module.exports = app.exports;
