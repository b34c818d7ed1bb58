/** One of a few words kept in the browser. */
export interface Remembered<T extends string> {
  read(): T;
  write(value: T): void;
}

/** A setting kept in local storage; the first of the values where there is none, or no storage. */
export const remembered = <T extends string>(key: string, values: readonly [T, ...T[]]): Remembered<T> => ({
  read: () => {
    const stored = attempt(() => localStorage.getItem(key));
    return values.find((value) => value === stored) ?? values[0];
  },
  write: (value) => attempt(() => localStorage.setItem(key, value)),
});

// Browsers may forbid storage altogether; the setting then lasts as long as the page.
const attempt = <R>(action: () => R): R | undefined => {
  try {
    return action();
  } catch {
    return undefined;
  }
};
