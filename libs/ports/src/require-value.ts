/** Returns a value that must exist. @throws TypeError that names it as `what`: a defect of the product, not of a caller */
export const requireValue = <T>(value: T | null | undefined, what: string): T => {
  if (value === undefined || value === null) throw new TypeError(`there is no ${what}`);
  return value;
};

/** Returns the entry of a key that a map must have. @throws TypeError that names the key */
export const requireEntry = <K, V>(map: { get(key: K): V | undefined }, key: K): V => {
  const value = map.get(key);
  if (value === undefined) throw new TypeError(`there is no entry ${JSON.stringify(key)}`);
  return value;
};

/** Returns the first element of a list that must not be empty. @throws TypeError */
export const requireFirst = <T>(list: readonly T[]): T => requireValue(list[0], 'first element: the list is empty');

/** Returns the last element of a list that must not be empty. @throws TypeError */
export const requireLast = <T>(list: readonly T[]): T => requireValue(list.at(-1), 'last element: the list is empty');
