import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type * as z from 'zod';
import { requireFirst } from '@twl/ports';
import { fixtureFolderOf, isBodyName, isHeadName } from './fixture-names';
import { headSchema, recordingSchema, type FixtureHead } from './fixture-schema';
import { packJson } from './json-layout';
import { readNames, type RecordedExchange, type RecordedRead, type RecordedResponse, type Recording } from './recorded-exchange';
import { FixtureError } from '../errors/recording-errors';
import { fromTextBody } from './text-body';

const mostBytes = 64 * 1024 ** 2;
const mostExchanges = 2000;

/** A folder of fixtures, and how messages name it. */
export interface FixtureFolder {
  folder: string;
  label: string;
}

/**
 * Reads every recording below a folder, by stream; none if the folder does not exist.
 * @throws FixtureError for files that are not fixtures
 */
export const readRecordings = async ({ folder, label }: FixtureFolder): Promise<Recording[]> => {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new FixtureError(label, `cannot be read: ${error.message}`);
  });
  const recordings: Recording[] = [];
  for (const name of names.filter((each) => !each.startsWith('.')).sort()) {
    const below = { folder: join(folder, name), label: `${label}/${name}` };
    if (!(await isFolder(below))) continue;
    recordings.push(await readRecording(below, name));
  }
  return recordings;
};

const isFolder = async ({ folder, label }: FixtureFolder): Promise<boolean> => {
  const found = await lstat(folder);
  if (found.isSymbolicLink()) throw new FixtureError(label, 'is a link; fixtures lie in the folder itself');
  return found.isDirectory();
};

const readRecording = async (folder: FixtureFolder, name: string): Promise<Recording> => {
  const { reads: facts, v: _v, ...rest } = await readYaml(folder, 'recording.yaml', recordingSchema);
  if (fixtureFolderOf(rest.stream) !== name)
    throw new FixtureError(
      `${folder.label}/recording.yaml`,
      `is of the stream ${JSON.stringify(rest.stream)}, whose fixtures lie in ${fixtureFolderOf(rest.stream)}`,
    );
  const reads: Recording['reads'] = {};
  for (const each of readNames) {
    const fact = facts[each];
    if (fact) reads[each] = { ...fact, exchanges: await readExchanges(folder, each, reads.full) };
  }
  return { ...rest, reads };
};

const readExchanges = async (folder: FixtureFolder, read: string, full: RecordedRead | undefined): Promise<RecordedExchange[]> => {
  const below = { folder: join(folder.folder, read), label: `${folder.label}/${read}` };
  const names = (await readdir(below.folder).catch(() => [])).filter(isHeadName).sort();
  if (names.length > mostExchanges) throw new FixtureError(below.label, `has more than ${mostExchanges} requests`);
  const exchanges: RecordedExchange[] = [];
  for (const name of names) exchanges.push(await readExchange(below, name, full));
  return exchanges;
};

const readExchange = async (folder: FixtureFolder, name: string, full: RecordedRead | undefined): Promise<RecordedExchange> => {
  const { request, response, error, sameAs } = await readYaml(folder, name, headSchema);
  if (error) return { request, error };
  if (sameAs !== undefined) {
    const number = /^full\/(\d{3,4})\.yaml$/.exec(sameAs)?.[1];
    const same = full?.exchanges[Number(number) - 1];
    if (!same) throw new FixtureError(`${folder.label}/${name}`, `sameAs names ${JSON.stringify(sameAs)}, which is not there`);
    return same.error ? { request, error: same.error } : { request, response: same.response };
  }
  if (!response) throw new FixtureError(`${folder.label}/${name}`, 'has neither response nor error');
  return { request, response: await withBody(folder, name, response) };
};

const withBody = async (folder: FixtureFolder, name: string, response: NonNullable<FixtureHead['response']>): Promise<RecordedResponse> => {
  const { body: file, packed, gzip = false, ...rest } = response;
  if (!isBodyName(file))
    throw new FixtureError(`${folder.label}/${name}`, `body must name a file beside it, like 001.body.json, not ${JSON.stringify(file)}`);
  const content = await readBytes(folder, file);
  if (!packed && !gzip) return { ...rest, body: content };
  const text = content.toString();
  return { ...rest, body: fromTextBody({ text: packed ? packJson(text) : text, gzip }) };
};

const readYaml = async <S extends z.ZodType>(folder: FixtureFolder, name: string, schema: S): Promise<z.infer<S>> => {
  const label = `${folder.label}/${name}`;
  const text = (await readBytes(folder, name)).toString();
  let value: unknown;
  try {
    value = parse(text, { maxAliasCount: 0 });
  } catch (error) {
    throw new FixtureError(label, `is not YAML: ${(error as Error).message.split('\n')[0]}`, error);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = requireFirst(parsed.error.issues);
  throw new FixtureError(label, `${path.join('.') || 'the file'}: ${message}`);
};

/** Only a plain file of a bearable size: no link, no device, nothing that never ends. */
const readBytes = async ({ folder, label }: FixtureFolder, name: string): Promise<Buffer> => {
  const path = join(folder, name);
  const found = await lstat(path).catch(() => undefined);
  if (!found) throw new FixtureError(`${label}/${name}`, 'is not there (record the stream again: twl source record)');
  if (!found.isFile()) throw new FixtureError(`${label}/${name}`, 'is not a plain file');
  if (found.size > mostBytes) throw new FixtureError(`${label}/${name}`, `has more than ${mostBytes / 1024 ** 2} MiB`);
  return readFile(path);
};
