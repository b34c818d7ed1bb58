import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A file as it lies on the disk, and what is inside when it is compressed. */
export interface WrittenFile {
  /** Below the folder. */
  path: string;
  content: Buffer;
}

const isGzip = (content: Buffer): boolean => content.length > 2 && content.readUInt16BE(0) === 0x1f8b;

/** Every file below a folder, compressed ones opened; what is removed meanwhile is left out. */
const writtenFiles = (folder: string): WrittenFile[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((path) => ({ path: relative(folder, path), content: readFileSync(path) }))
    .map(({ path, content }) => ({ path, content: isGzip(content) ? gunzipSync(content) : content }));

/** Paths of the files that hold one of the texts, with that text. */
export const filesWith = (folder: string, texts: readonly string[]): string[] =>
  writtenFiles(folder).flatMap(({ path, content }) => texts.filter((text) => content.includes(text)).map((text) => `${path}: ${text}`));

/** Names of the raw objects below a folder of data. */
export const rawObjects = (folder: string): string[] =>
  writtenFiles(folder)
    .map(({ path }) => path)
    .filter((path) => /(^|\/)raw\/.*\.gz$/.test(path))
    .sort();
