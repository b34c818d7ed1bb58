export { errorCode, errorText } from './error-text';
export { exactNumber, integerText, maxExpandedDigits } from './exact-number';
export { getKey, isJsonObject, memberAt, setKey, valueAt } from './json-object';
export { atPointer, pointerKeys, pointerStep } from './json-pointer';
export { exactNumbers, parseExactJson, parseExactly, readJson, toJsonText, writeJson } from './json-text';
