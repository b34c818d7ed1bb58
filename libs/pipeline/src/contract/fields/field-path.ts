/** Longest path that is checked, in characters. Longer paths come from objects that use values as keys. */
export const maxPath = 250;

/** The path of a field of an object. Separator characters in the name are escaped. */
export const childPath = (path: string, key: string): string => {
  const name = /[.\\[]/.test(key) ? key.replaceAll(/[.\\[]/g, '\\$&') : key;
  return path ? `${path}.${name}` : name;
};

/** The path of the elements of a list. */
export const itemPath = (path: string): string => `${path}[]`;

/** The steps of a path: names of fields, and null for the elements of a list. */
export const stepsOf = (path: string): (string | null)[] =>
  [...path.matchAll(/\[\]|((?:\\.|[^.[\\])+)/gsu)].map(([, name]) => name?.replaceAll(/\\(.)/gsu, '$1') ?? null);
