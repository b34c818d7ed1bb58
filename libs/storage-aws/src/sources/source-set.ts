import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

/**
 * The files of all sources that are deployed together: the content of each by its path below the folder of the sources, with `/` as
 * separator.
 */
export type SourceSet = ReadonlyMap<string, Uint8Array>;

/** A set as it is stored. The same files always have the same digest. */
export interface PackedSet {
  digest: string;
  body: Uint8Array;
}

interface SetDocument {
  v: 1;
  files: Record<string, string | { base64: string }>;
}

/** Makes one gzipped JSON document of a set: text as it is, anything else as base64. */
export const packSet = async (set: SourceSet): Promise<PackedSet> => {
  const files = [...set].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, bytes]) => [checkedPath(path), encodeContent(bytes)] as const);
  const text = JSON.stringify({ v: 1, files: Object.fromEntries(files) } satisfies SetDocument);
  return { digest: digestOf(text), body: await promisify(gzip)(text) };
};

/** @throws Error if it is not the set of this digest, or has a path outside of its folder */
export const unpackSet = async ({ digest, body }: PackedSet): Promise<SourceSet> => {
  const text = (await promisify(gunzip)(body)).toString();
  if (digestOf(text) !== digest) throw new Error(`the stored set of sources ${digest} has another content: push the sources again`);
  const { files } = JSON.parse(text) as SetDocument;
  return new Map(Object.entries(files).map(([path, content]) => [checkedPath(path), decodeContent(content)]));
};

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

const checkedPath = (path: string): string => {
  const parts = path.split('/');
  const isPlain = parts.length > 1 && parts.every((part) => part !== '' && part !== '.' && part !== '..' && !/[\\\0]/.test(part));
  if (!isPlain) throw new Error(`${JSON.stringify(path)} is no path of a file of a source`);
  return path;
};

const encodeContent = (bytes: Uint8Array): string | { base64: string } => {
  const text = Buffer.from(bytes).toString();
  return Buffer.from(text).equals(bytes) ? text : { base64: Buffer.from(bytes).toString('base64') };
};

const decodeContent = (content: string | { base64: string }): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : Buffer.from(content.base64, 'base64');
