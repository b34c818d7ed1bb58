import type { Json } from '@twl/contracts';

const integer = /^-?\d+$/;

/** Reads JSON; an integer that a double cannot hold becomes a bigint. @throws SyntaxError */
export function parseExact(text: string): Json {
  return JSON.parse(text, exact) as Json;
}

// TypeScript does not know the third argument yet; Node 22 and newer give it.
function exact(_key: string, value: unknown, context?: { source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== 'number' || source === undefined || Number.isSafeInteger(value) || !integer.test(source)) return value;
  return BigInt(source);
}

/** The value that a JSON pointer (RFC 6901) names; undefined when there is none. */
export function atPointer(value: Json, pointer: string): Json | undefined {
  if (pointer === '') return value;
  let at: Json | undefined = value;
  for (const part of pointer.slice(1).split('/')) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, Json>)[name];
  }
  return at;
}
