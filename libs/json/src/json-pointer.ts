import type { Json } from '@twl/contracts';

/** One step of a JSON pointer (RFC 6901): `/items`, `/0`. */
export const pointerStep = (key: string | number): string =>
  `/${typeof key === 'number' ? key : key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** The keys of a JSON pointer, outermost first. */
export const pointerKeys = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value that a JSON pointer names; undefined when there is none. */
export const atPointer = (value: Json, pointer: string): Json | undefined => {
  let current: Json | undefined = value;
  for (const key of pointerKeys(pointer)) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Record<string, Json>)[key];
  }
  return current;
};
