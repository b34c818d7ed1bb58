export { readJson, writeJson } from '@twl/ports';
