/** The folder, next to the raw store, for keys that do not begin with `raw/`. */
const others = 'raw-other';

const escape = (unit: string): string => `%${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Encodes a part of a key: characters with a meaning in some tool become `%` and the code unit. */
const toName = (part: string): string => {
  const name = part.replace(/[^A-Za-z0-9._=-]/g, escape);
  return name === '' || name === '.' || name === '..' ? `%${name}` : name;
};

const partOfName = (name: string): string =>
  /^%\.{0,2}$/.test(name) ? name.slice(1) : name.replace(/%([0-9a-f]{4})/g, (_, unit: string) => String.fromCharCode(parseInt(unit, 16)));

/** Returns the S3 key of a raw key: unchanged for every key that the pipeline makes. Different keys have different S3 keys. */
export const objectKeyOf = (key: string): string => {
  const parts = key.split('/').map(toName);
  return (parts[0] === 'raw' && parts.length > 1 ? parts : [others, ...parts]).join('/');
};

/** Returns the raw key of an S3 key below `raw/`. */
export const keyOfObject = (objectKey: string): string => objectKey.split('/').map(partOfName).join('/');
