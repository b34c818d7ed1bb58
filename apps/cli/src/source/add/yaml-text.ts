import { toJsonText } from '@twl/json';

/** Formats a text as one line of a comment. */
export const commentOf = (text: string, maxLength = 160): string => {
  const line = text
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .toWellFormed();
  return line.length > maxLength ? `${line.slice(0, maxLength - 3).toWellFormed()}...` : line;
};

const words = /^(true|false|null|yes|no|on|off|y|n|~)$/i;

/** Formats a key as YAML. */
export const keyText = (key: string): string => (/^[A-Za-z_][A-Za-z0-9_-]*$/.test(key) && !words.test(key) ? key : quoted(key));

/** Formats a value as YAML on one line. */
export const valueText = (value: unknown): string => {
  if (typeof value !== 'string') return toJsonText(value) ?? 'null';
  return /^[A-Za-z][\w./:-]*$/.test(value) && !words.test(value) && !/:$/.test(value) ? value : quoted(value);
};

/** Quotes a text. YAML reads JSON strings, except for a few characters, which are escaped. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
