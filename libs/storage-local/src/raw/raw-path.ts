/** The ending of the file with an object's metadata; no object's own name has it. */
export const metaEnding = '.meta.json';

/** The folder, within the raw zone, where files are written before they take their name. Names of objects have no `~`. */
export const temporary = '~new';

/** The folder, within the raw zone, of keys that do not begin with `raw/`. */
const others = '~other';

const escape = (unit: string): string => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** A part of a key as the name of a file: what could mean anything to a file system is written as `%` and the code unit. */
const toName = (part: string): string => {
  const name = part.replace(/[^A-Za-z0-9._=-]/g, escape);
  if (name === '' || name === '.' || name === '..') return `%${name}`;
  return name.endsWith(metaEnding) ? name.replace(/\.meta\.json$/, '%002emeta.json') : name;
};

/** The part of a key that a name stands for. */
export const partOfName = (name: string): string =>
  /^%\.{0,2}$/.test(name) ? name.slice(1) : name.replace(/%([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(parseInt(unit, 16)));

/** Where a key lies, from the folder that holds `raw`. Different keys lie at different places, none of them outside. */
export const pathOfKey = (key: string): string => {
  const parts = key.split('/').map(toName);
  return (parts[0] === 'raw' && parts.length > 1 ? parts : ['raw', others, ...parts]).join('/');
};
