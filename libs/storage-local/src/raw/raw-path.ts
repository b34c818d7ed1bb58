/** The ending of metadata files. No object has a name with it. */
export const metaEnding = '.meta.json';

/** The folder, within the raw store, for files that do not have their name yet. Names of objects contain no `~`. */
export const temporary = '~new';

/** The folder, within the raw store, for keys that do not begin with `raw/`. */
const others = '~other';

const escape = (unit: string): string => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Encodes a part of a key as a file name: characters with a meaning in some file system become `%` and the code unit. */
const toName = (part: string): string => {
  const name = part.replace(/[^A-Za-z0-9._=-]/g, escape);
  if (name === '' || name === '.' || name === '..') return `%${name}`;
  return name.endsWith(metaEnding) ? name.replace(/\.meta\.json$/, '%002emeta.json') : name;
};

/** Returns the part of a key that a file name encodes. */
export const partOfName = (name: string): string =>
  /^%\.{0,2}$/.test(name) ? name.slice(1) : name.replace(/%([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(parseInt(unit, 16)));

/** Returns the path of a key, relative to the folder that holds `raw`. Different keys have different paths, all of them inside. */
export const pathOfKey = (key: string): string => {
  const parts = key.split('/').map(toName);
  return (parts[0] === 'raw' && parts.length > 1 ? parts : ['raw', others, ...parts]).join('/');
};
