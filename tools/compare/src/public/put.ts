type Holder = Record<string, unknown> | unknown[];

/** An element of a list: any, by its number, or from the end. */
const isElement = (key: string): boolean => key === '*' || /^-?\d+$/.test(key);

const indexIn = (list: unknown[], key: string): number => (key.startsWith('-') ? Math.max(list.length - 1, 0) : 0);

/** Puts a value at a path; a wildcard or a number is one element of a list. What stands there already, and is not in the way, is kept. */
export const put = (body: Record<string, unknown>, path: readonly string[], value: unknown): void => {
  let at: Holder = body;
  for (const [index, key] of path.entries()) {
    const last = index === path.length - 1;
    const next = last ? value : step(at, key, path[index + 1]!);
    if (Array.isArray(at)) at[indexIn(at, key)] = next;
    else at[key] = next;
    at = next as Holder;
  }
};

const step = (at: Holder, key: string, following: string): Holder => {
  const there = Array.isArray(at) ? at[indexIn(at, key)] : at[key];
  if (isElement(following)) return Array.isArray(there) ? there : [];
  return typeof there === 'object' && there !== null && !Array.isArray(there) ? (there as Holder) : {};
};
