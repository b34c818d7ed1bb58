/** Of the control characters of ASCII, those that separate. */
const separators = '\x1c-\x1f';

/** One character of white space in Python; JavaScript's `\s` has a few others. */
export const space = new RegExp(`[\\t-\\r ${separators}\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]`);

/** One character that ends a line for Python's `splitlines()`. */
export const lineBreak = '[\\n-\\r\x1c-\x1e\\x85\\u2028\\u2029]';

const atStart = new RegExp(`^${space.source}+`);

/** Python's `strip()`, `lstrip()` and `rstrip()` without an argument. */
export const stripSpace = (text: string, sides: 'both' | 'left' | 'right' = 'both'): string => {
  const rest = sides === 'right' ? text : text.replace(atStart, '');
  if (sides === 'left') return rest;
  let end = rest.length;
  while (end > 0 && space.test(rest.charAt(end - 1))) end--;
  return rest.slice(0, end);
};
