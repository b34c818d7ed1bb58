import { type Matcher, RE2JS } from 're2js';
import { PythonError } from '../values/python-error';

const compiled = new Map<string, RE2JS>();

/** Python's `\w` and `\d` know every script, those of RE2 know ASCII; `\Z` is spelled `\z`. */
const translate = (pattern: string): string => {
  let inClass = false;
  return pattern.replace(/\\[^]|[[\]]|\{,(?=\d+\})/g, (token) => {
    if (token === '{,') return '{0,';
    if (token === '[' || token === ']') {
      inClass = token === '[';
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

/** A pattern of a manifest; it runs in time linear in the text. @throws FilterError for what that does not allow (back references, lookaround) */
export const compilePattern = (pattern: string): RE2JS => {
  const known = compiled.get(pattern);
  if (known) return known;
  try {
    const fresh = RE2JS.compile(translate(pattern));
    if (compiled.size >= 500) compiled.clear();
    compiled.set(pattern, fresh);
    return fresh;
  } catch (error) {
    throw new PythonError(
      'FilterError',
      `the pattern ${JSON.stringify(pattern)} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
};

/** The first group of the first match; empty when there is none. */
export const searchGroup = (pattern: string, text: string): string => {
  const matcher = compilePattern(pattern).matcher(text);
  if (!matcher.find() || matcher.groupCount() < 1) return '';
  return matcher.group(1) ?? '';
};

/** Python's `re.sub`. */
export const replaceAll = (pattern: string, text: string, replacement: string): string => {
  const matcher = compilePattern(pattern).matcher(text);
  let result = '';
  let from = 0;
  while (matcher.find()) {
    result += text.slice(from, matcher.start()) + expand(replacement, matcher);
    from = matcher.end();
  }
  return result + text.slice(from);
};

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', '\\': '\\', f: '\f', v: '\v', a: '\x07', b: '\b' };

const expand = (replacement: string, matcher: Matcher): string =>
  replacement.replace(
    /\\(?:g<(\w+)>|([1-9]\d?)|([^]))/g,
    (whole, name: string | undefined, number: string | undefined, other: string | undefined) => {
      const group = name ?? number;
      if (group === undefined) return escapes[other!] ?? whole;
      const found = /^\d+$/.test(group) ? groupAt(matcher, Number(group)) : matcher.group(group);
      return found ?? '';
    },
  );

const groupAt = (matcher: Matcher, index: number): string | null => {
  if (index > matcher.groupCount()) throw new PythonError('FilterError', `invalid group reference ${index}`);
  return matcher.group(index);
};
