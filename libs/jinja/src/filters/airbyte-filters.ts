import { createHmac, hash as digestOf } from 'node:crypto';
import { refuseUndefined } from '../values/compare';
import { isTruthy, typeNameOf } from '../values/kinds';
import { PythonError, typeError, valueError } from '../runtime/python-error';
import { str } from '../values/text';
import type { Value } from '../values/value';
import { toJsonText } from './json-text';
import { replaceMatches, searchGroup } from './regular-expressions';
import { defineFilter } from './registry';

/** Python's names of the algorithms, and Node's. */
const algorithms: Record<string, string> = {
  md5: 'md5',
  sha1: 'sha1',
  sha224: 'sha224',
  sha256: 'sha256',
  sha384: 'sha384',
  sha512: 'sha512',
  sha3_224: 'sha3-224',
  sha3_256: 'sha3-256',
  sha3_384: 'sha3-384',
  sha3_512: 'sha3-512',
  blake2b: 'blake2b512',
  blake2s: 'blake2s256',
};

const requireText = (value: Value | undefined): string => {
  if (typeof value === 'string') return value;
  refuseUndefined(value ?? null);
  throw new PythonError('AttributeError', `'${typeNameOf(value ?? null)}' object has no attribute 'encode'`);
};

const hashText = (value: Value, [kind, salt = null]: (Value | undefined)[]): string => {
  const name = str(kind ?? 'md5');
  const algorithm = Object.hasOwn(algorithms, name) ? algorithms[name] : undefined;
  if (!algorithm)
    throw new PythonError('AttributeError', `no hashing function named ${name} (there are ${Object.keys(algorithms).join(', ')})`);
  return digestOf(algorithm, isTruthy(salt) ? str(value) + str(salt) : str(value), 'hex');
};

const base64decode = (value: Value): string => {
  const clean = requireText(value).replace(/[^A-Za-z0-9+/=]/g, '');
  if (clean.replace(/=+$/, '').length % 4 === 1 || clean.length % 4 !== 0) throw valueError('incorrect base64 padding');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.from(clean, 'base64'));
  } catch {
    throw valueError('the decoded bytes are not UTF-8');
  }
};

const asciiBase64 = (value: Value): string => {
  const text = requireText(value);
  if (/[^\0-\x7f]/.test(text)) throw valueError('only ASCII can be encoded');
  return Buffer.from(text, 'latin1').toString('base64');
};

const requireString = (value: Value | undefined): string => {
  if (typeof value === 'string') return value;
  throw typeError(`expected string, got '${typeNameOf(value ?? null)}'`);
};

defineFilter('hash', ['hash_type?', 'salt?'], hashText);
defineFilter('base64encode', [], (value) => Buffer.from(requireText(value), 'utf8').toString('base64'));
defineFilter('base64decode', [], base64decode);
defineFilter('base64binascii_decode', [], asciiBase64);
defineFilter('string', [], (value, _args, run) => (typeof value === 'string' ? value : run.bounded(`"""${toJsonText(value)}"""`)));
defineFilter('regex_search', ['regex'], (value, [pattern]) => searchGroup(requireString(pattern), requireString(value)));
defineFilter('regex_replace', ['regex', 'replacement'], (value, [pattern, by]) =>
  replaceMatches(requireString(pattern), value, requireString(by)),
);
defineFilter('hmac', ['key', 'hash_type?'], (value, [key = null, kind]) => {
  const name = kind ?? 'sha256';
  if (name !== 'sha256') throw valueError(`hash type '${str(name)}' is not allowed (use sha256)`);
  return createHmac('sha256', str(key)).update(str(value), 'utf8').digest('hex');
});
