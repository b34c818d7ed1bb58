import { createHash } from 'node:crypto';
import { fromOrderText, toOrderText } from '@twl/ports';

/** Bytes of text that a key holds unchanged; a sort key may have 1024. */
const maxTextBytes = 960;
const keptTextBytes = 600;

/** Buckets over which the records of a generation are spread. */
export const bucketCount = 3;

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** Returns the short name of a stream: the beginning of a hash, because source and stream may have any text as names. */
export const sidOf = (source: string, stream: string): string =>
  digest(JSON.stringify([source, stream]))
    .toString('base64url')
    .slice(0, 8);

/** Encodes text as a part of a key, which sorts by code units. Long text becomes its beginning and a hash. */
export const textKey = (text: string): { text: string; isCut: boolean } => {
  const whole = toOrderText(text);
  if (Buffer.byteLength(whole) <= maxTextBytes) return { text: whole, isCut: false };
  const start = Buffer.from(whole)
    .subarray(0, keptTextBytes)
    .toString('utf8')
    .replace(/\ufffd+$/, '');
  return { text: `${start}#${digest(JSON.stringify(text)).toString('hex')}`, isCut: true };
};

/** Times before 1970 are counted from here, ms. */
const beforeEpoch = 9e15;

/** Encodes a time in ms as text that sorts like the number. */
export const timeKey = (ms: number): string => (ms < 0 ? '0' : '1') + String(ms < 0 ? beforeEpoch + ms : ms).padStart(16, '0');

/** Decodes the time of {@link timeKey}. */
export const timeOfKey = (text: string): number => Number(text.slice(1, 17)) - (text.startsWith('0') ? beforeEpoch : 0);

/** Encodes a number from 0 on as text that sorts like the number. */
export const countKey = (count: number): string => String(count).padStart(12, '0');

const numeric = /^(0|[1-9]\d{0,15})$/;

/** Classes of keys: numbers by their digits, so that they sort by value, then other text, then text that is cut. */
export const keyClasses = { text: 'y', cut: 'z', ofDigits: (digits: number): string => String.fromCharCode(96 + digits) };

/** Returns the class and the key of a record as sort key. */
export const recordSk = (key: string): string => {
  if (numeric.test(key)) return keyClasses.ofDigits(key.length) + key;
  const { text, isCut } = textKey(key);
  return (isCut ? keyClasses.cut : keyClasses.text) + text;
};

/** Returns the key of a record from its sort key; undefined if that is cut. */
export const keyOfSk = (sk: string): string | undefined => (sk.startsWith(keyClasses.cut) ? undefined : fromOrderText(sk.slice(1)));

const bucketOf = (key: string): number => digest(JSON.stringify(key)).readUInt8(0) % bucketCount;

/** Returns the key of a record's item. */
export const recordKey = (gen: string, key: string) => ({ pk: recordPk(gen, bucketOf(key)), sk: recordSk(key) });

export const recordPk = (gen: string, bucket: number): string => `D#${gen}#${bucket}`;

/** Returns the partition of what the commits of a shard changed. */
export const changesPk = (gen: string, shard: number): string => `E#${gen}#${shard}`;

/** Returns the partition of a record's earlier versions. */
export const versionsPk = (gen: string, bucket: number): string => `V#${gen}#${bucket}`;

/** Returns the prefix of the sort keys of a record's versions; `versionSet` names a set that was written again. */
const versionPrefix = (key: string, versionSet: string | undefined): string =>
  digest(JSON.stringify(versionSet === undefined ? key : [key, versionSet]))
    .toString('hex')
    .slice(0, 32);

export const versionKey = (gen: string, key: string, of: { version: number; versionSet: string | undefined }) => ({
  pk: versionsPk(gen, bucketOf(key)),
  sk: `${versionPrefix(key, of.versionSet)}#${countKey(of.version)}`,
});

/** Returns the key of a past record: a record as it was at a revision, for walks that began before it was replaced. */
export const pastKey = (gen: string, key: string, revision: number) => ({
  pk: pastPk(gen, bucketOf(key)),
  sk: `${versionPrefix(key, undefined)}#${String(revision).padStart(16, '0')}`,
});

export const pastPk = (gen: string, bucket: number): string => `W#${gen}#${bucket}`;

export const pastRange = (gen: string, key: string) => ({
  pk: pastPk(gen, bucketOf(key)),
  from: `${versionPrefix(key, undefined)}#`,
  to: `${versionPrefix(key, undefined)}#~`,
});

export const versionRange = (gen: string, key: string, versionSet: string | undefined) => ({
  pk: versionsPk(gen, bucketOf(key)),
  from: `${versionPrefix(key, versionSet)}#`,
  to: `${versionPrefix(key, versionSet)}#~`,
});
