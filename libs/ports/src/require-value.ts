/** The value, which must be there; `what` names it in the TypeError that is thrown otherwise: a fault of ours, not of a caller. */
export const requireValue = <T>(value: T | null | undefined, what: string): T => {
  if (value === undefined || value === null) throw new TypeError(`there is no ${what}`);
  return value;
};

/** The entry of a key that the map must have. @throws TypeError that names the key */
export const requireEntry = <K, V>(map: { get(key: K): V | undefined }, key: K): V => {
  const value = map.get(key);
  if (value === undefined) throw new TypeError(`there is no entry ${JSON.stringify(key)}`);
  return value;
};

/** The first of a list that must not be empty. @throws TypeError */
export const requireFirst = <T>(list: readonly T[]): T => requireValue(list[0], 'first element: the list is empty');

/** The last of a list that must not be empty. @throws TypeError */
export const requireLast = <T>(list: readonly T[]): T => requireValue(list.at(-1), 'last element: the list is empty');
