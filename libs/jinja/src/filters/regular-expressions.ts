import { type Matcher, RE2JS } from 're2js';
import { errorText } from '@twl/json';
import { typeNameOf } from '../values/kinds';
import { PythonError, typeError } from '../runtime/python-error';
import type { Value } from '../values/value';

const compiled = new Map<string, RE2JS>();

/** Python's `\w` and `\d` know every script, those of RE2 know ASCII; `\Z` is spelled `\z`; a `[` inside a class is itself. */
const translatePattern = (pattern: string): string => {
  let inClass = false;
  return pattern.replace(/\\[^]|\[\^?\]?|\]|\{,(?=\d+\})/g, (token) => {
    if (token === '{,') return inClass ? token : '{0,';
    if (token.startsWith('[') && inClass) {
      inClass = !token.endsWith(']');
      return `\\${token}`;
    }
    if (token === ']' || token.startsWith('[')) {
      inClass = token !== ']';
      return token;
    }
    const letter = token.charAt(1);
    if (letter === 'w') return inClass ? '\\p{L}\\p{N}_' : '[\\p{L}\\p{N}_]';
    if (letter === 'W' && !inClass) return '[^\\p{L}\\p{N}_]';
    if (letter === 'd') return '\\p{Nd}';
    if (letter === 'D') return '\\P{Nd}';
    return letter === 'Z' ? '\\z' : token;
  });
};

/**
 * Compiles a pattern of a manifest; it runs in linear time.
 * @throws FilterError for features that do not allow this (back references, lookaround)
 */
const compilePattern = (pattern: string): RE2JS => {
  const known = compiled.get(pattern);
  if (known) return known;
  try {
    const fresh = RE2JS.compile(translatePattern(pattern));
    if (compiled.size >= 500) compiled.clear();
    compiled.set(pattern, fresh);
    return fresh;
  } catch (error) {
    throw new PythonError('FilterError', `the pattern ${JSON.stringify(pattern)} cannot be used: ${errorText(error)}`);
  }
};

/** Returns the first group of the first match; empty without a match, None if the group did not take part. */
export const searchGroup = (pattern: string, text: string): string | null => {
  const matcher = compilePattern(pattern).matcher(text);
  if (!matcher.find() || matcher.groupCount() < 1) return '';
  return matcher.group(1);
};

/** Python's `re.sub`. A replacement that names no group of the pattern is wrong even where nothing matches. */
export const replaceMatches = (pattern: string, text: Value, replacement: string): string => {
  const compiledPattern = compilePattern(pattern);
  const parts = replacementPartsOf(replacement, compiledPattern);
  if (typeof text !== 'string') throw typeError(`expected string, got '${typeNameOf(text)}'`);
  const matcher = compiledPattern.matcher(text);
  let result = '';
  let from = 0;
  while (matcher.find()) {
    result += text.slice(from, matcher.start()) + expandReplacement(parts, matcher);
    from = matcher.end();
  }
  return result + text.slice(from);
};

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\\': '\\', f: '\f', v: '\v', a: '\x07', b: '\b' };

/** A piece of a replacement: a text, or the number of a group. */
type Part = string | number;

const reference = /\\(?:g<([^>]*)>|(0[0-7]{0,2}|[1-3][0-7]{2})|([1-9]\d?)|([^]?))/g;

const replacementPartsOf = (replacement: string, pattern: RE2JS): Part[] => {
  const parts: Part[] = [];
  let from = 0;
  for (const match of replacement.matchAll(reference)) {
    const [whole, name, octal, number, other] = match;
    parts.push(replacement.slice(from, match.index));
    from = match.index + whole.length;
    const group = name ?? number;
    if (group !== undefined) parts.push(groupOf(group, pattern));
    else parts.push(octal === undefined ? unescape(whole, other ?? '') : String.fromCharCode(parseInt(octal, 8)));
  }
  return [...parts, replacement.slice(from)];
};

const unescape = (whole: string, letter: string): string => {
  if (letter === '' || (/[a-zA-Z]/.test(letter) && !Object.hasOwn(escapes, letter)))
    throw new PythonError('FilterError', `bad escape ${whole} in a replacement`);
  return (Object.hasOwn(escapes, letter) ? escapes[letter] : undefined) ?? whole;
};

const groupOf = (name: string, pattern: RE2JS): number => {
  const names = pattern.namedGroups() as Record<string, number>;
  const group = /^\d+$/.test(name) ? Number(name) : Object.hasOwn(names, name) ? (names[name] ?? NaN) : NaN;
  if (!(group <= pattern.groupCount())) throw new PythonError('FilterError', `invalid group reference ${name}`);
  return group;
};

const expandReplacement = (parts: Part[], matcher: Matcher): string =>
  parts.map((part) => (typeof part === 'string' ? part : (matcher.group(part) ?? ''))).join('');
