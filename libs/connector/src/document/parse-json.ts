import type { Json } from '@twl/contracts';

/** Reads JSON text; integers beyond what a double holds become bigint. @throws SyntaxError */
export const parseJson = (text: string): Json =>
  /\d{16}/.test(text) ? (JSON.parse(text, exactIntegers) as Json) : (JSON.parse(text) as Json);

const exactIntegers = function (_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value) || context?.source === undefined) return value;
  return /^-?\d+$/.test(context.source) ? BigInt(context.source) : value;
};
