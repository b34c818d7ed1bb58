import type { Value } from '../values/value';
import { LiteralParser } from './literal-parser';

/** The start of a Python literal: digits, signs, brackets, quotes, `True`, `None`, string prefixes, comments. */
const beginning = /^[ \t\n\f\r]*(?:[-+.\d'"([{#\\]|True|False|None|[rRuUbB]{1,2}['"])/;

/** Text that begins like a date is arithmetic in Python, not a literal. */
const date = /^\d{4}-\d\d-\d\d/;

/**
 * Python's `ast.literal_eval`: the value that a text spells, or undefined when it spells none. Values that JSON cannot hold (sets,
 * bytes, complex and infinite numbers) count as none.
 */
export const literalEval = (text: string): Value | undefined => {
  if (!beginning.test(text) || date.test(text)) return undefined;
  return new LiteralParser(text).parse();
};
