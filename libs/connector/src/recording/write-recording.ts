import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { fixtureFolderOf, bodyNameOf, headNameOf } from './fixture-names';
import { layOutJson } from './json-layout';
import { readNames, type RecordedExchange, type RecordedResponse, type Recording } from './recorded-exchange';
import type { FixtureHead } from './fixture-schema';
import { toTextBody } from './text-body';

const remark = '# Written by: twl source record. What was asked and answered lies in the folders beside this file.\n';

/** Writes a recording below `folder` and replaces an earlier one of the same stream; returns its folder. */
export const writeRecording = async (folder: string, recording: Recording): Promise<string> => {
  const target = join(folder, fixtureFolderOf(recording.stream));
  const made = join(folder, `.recording-${process.pid}`);
  await rm(made, { recursive: true, force: true });
  try {
    await mkdir(made, { recursive: true });
    await writeReads(made, recording);
    await rm(target, { recursive: true, force: true });
    await rename(made, target);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
  return target;
};

const writeReads = async (folder: string, { stream, simulated, maxPages, reads }: Recording): Promise<void> => {
  const facts = Object.fromEntries(
    readNames.flatMap((name) => {
      const read = reads[name];
      if (!read) return [];
      const { at, pages, end, reason } = read;
      return [[name, { at, pages, end, ...(reason === undefined ? {} : { reason }) }]];
    }),
  );
  await writeFile(join(folder, 'recording.yaml'), remark + stringify({ v: 1, stream, simulated, maxPages, reads: facts }));
  const known = new Map<string, string>();
  for (const name of readNames) {
    const read = reads[name];
    if (!read) continue;
    await mkdir(join(folder, name));
    for (const [index, exchange] of read.exchanges.entries())
      await writeExchange(join(folder, name), { exchange, number: index + 1, known: name === 'full' ? undefined : known });
    if (name === 'full') for (const [index, exchange] of read.exchanges.entries()) known.set(responseKey(exchange), headNameOf(index + 1));
  }
};

const responseKey = ({ response, error }: RecordedExchange): string =>
  JSON.stringify([response && { ...response, body: Buffer.from(response.body).toString('base64') }, error]);

const writeExchange = async (
  folder: string,
  { exchange, number, known }: { exchange: RecordedExchange; number: number; known: Map<string, string> | undefined },
): Promise<void> => {
  const { request, response, error } = exchange;
  const same = known?.get(responseKey(exchange));
  const head: FixtureHead = { request, ...(error ? { error } : {}) };
  if (same) head.sameAs = `full/${same}`;
  else if (response) {
    const { content, kind, ...how } = laidOut(response);
    const body = bodyNameOf(number, kind);
    const { status, headers, url } = response;
    head.response = { status, headers, ...(url === undefined ? {} : { url }), body, ...how };
    await writeFile(join(folder, body), content);
  }
  await writeFile(join(folder, headNameOf(number)), stringify(head, { lineWidth: 0 }));
};

/** A body as people read and compare it. */
const laidOut = ({ headers, body }: RecordedResponse): { kind: string; content: string | Uint8Array; packed?: true; gzip?: true } => {
  const found = toTextBody(body);
  if (!found) return { content: body, kind: 'bin' };
  const { text } = found;
  const how = found.gzip ? { gzip: true as const } : {};
  if (isJson(text)) return { ...how, content: layOutJson(text), kind: 'json', packed: true };
  return { ...how, content: text, kind: bodyKindOf(headers['content-type'] ?? '', text) };
};

const isJson = (text: string): boolean => {
  if (!/^\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

const bodyKindOf = (type: string, text: string): string => {
  const named = /(csv|html|xml)/.exec(type)?.[1];
  return named ?? (/^\s*</.test(text) ? 'xml' : 'txt');
};
