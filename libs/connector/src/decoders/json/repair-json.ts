const quote = 0x22;
const backslash = 0x5c;

/** Constants for numbers that other programs write and JSON does not have. */
const noNumber = /^[-+]?(?:nan|inf|infinity)$/i;
const word = /[^\s,:[\]{}"]+/y;

/**
 * Repairs two unambiguous errors of a JSON text: NaN and infinities become null, control characters in strings are escaped. Returns the
 * same text if it has neither.
 */
export const repairJson = (text: string): string => {
  const parts: string[] = [];
  let kept = 0;
  const replace = (from: number, to: number, by: string): void => {
    parts.push(text.slice(kept, from), by);
    kept = to;
  };
  for (let at = 0; at < text.length;) {
    const unit = text.charCodeAt(at);
    if (unit === quote) at = afterString(text, at + 1, replace);
    else if (unit <= 0x20 || unit === 0x2c || unit === 0x3a || isBracket(unit)) at++;
    else {
      word.lastIndex = at;
      const found = word.exec(text)?.[0] ?? text.charAt(at);
      if (noNumber.test(found)) replace(at, at + found.length, 'null');
      at += found.length;
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(kept);
};

const isBracket = (unit: number): boolean => (unit | 0x20) === 0x7b || (unit | 0x20) === 0x7d;

/** The place after the quote that closes a text. */
const afterString = (text: string, from: number, replace: (from: number, to: number, by: string) => void): number => {
  let at = from;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === quote) return at + 1;
    if (unit === backslash) at++;
    else if (unit < 0x20) replace(at, at + 1, `\\u${unit.toString(16).padStart(4, '0')}`);
  }
  return at;
};
