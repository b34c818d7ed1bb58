// The entrance of a function: loads app.js, and later the parts that it asks for, with what V8 compiled of them, where that was brought along.
// Code of another V8 is compiled anew.
const { existsSync, readFileSync } = require('node:fs');
const { wrap } = require('node:module');
const { constants, Script } = require('node:vm');

// V8 takes what was compiled under the flags that it has itself. Which memory a runtime gives a process does not matter to the code.
const [flagsAt, flagsBytes] = [12, 4];
const flags = new Script('0').createCachedData().subarray(flagsAt, flagsAt + flagsBytes);

// Nobody who reads the log of a function is to be told at each start how it was loaded.
const { emitWarning } = process;
process.emitWarning = (warning, ...more) =>
  String(warning).includes('USE_MAIN_CONTEXT_DEFAULT_LOADER') ? undefined : emitWarning.call(process, warning, ...more);

const compiled = (name) => {
  const file = `${__dirname}/${name}.cache`;
  if (!existsSync(file)) return {};
  const cachedData = readFileSync(file);
  flags.copy(cachedData, flagsAt);
  return { cachedData };
};

const loaded = new Map();

/** Parts of the function are loaded here, everything else as ever. */
const ask = Object.assign((id) => (id.startsWith('./') ? load(id.slice(2, -'.js'.length)) : require(id)), require);

const load = (name) => {
  const known = loaded.get(name);
  if (known) return known.exports;
  const filename = `${__dirname}/${name}.js`;
  const options = { filename, importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER, ...compiled(name) };
  const script = new Script(wrap(readFileSync(filename, 'utf8')), options);
  const part = { exports: {} };
  loaded.set(name, part);
  script.runInThisContext()(part.exports, ask, part, filename, __dirname);
  return part.exports;
};

module.exports = load('app');
