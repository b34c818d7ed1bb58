import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isJsonObject } from '@twl/json';
import { parseYaml } from '../document/yaml-document';
import type { ReadName, Recording } from '../recording/recorded-exchange';
import { readRecordings } from '../recording/read-recording';
import { loadSource } from '../source/load-source';
import { type CaseResult, type CaseVerdict, countOf, failCase, passCase, skipCase } from './case-result';
import { checkBoundary, checkFuture, checkKey, checkRead, checkRepeat, type ReadEvidence } from './cases';
import { loadRecorded, replayDependencies, replayRead, type ReplayedCase, type RecordedReadOptions } from './replay-read';
import { checkSchema } from './schema-case';

/** Time shift of a second read of the same pages: a record must not depend on the fetch time of its page. */
const dayMs = 86_400_000;

/**
 * Tests a source folder against its fixtures, with nothing but them to answer. One result per case, in order.
 * @throws FixtureError for fixtures that cannot be used
 */
export const testSource = async (folder: string, options: RecordedReadOptions & { stream?: string } = {}): Promise<CaseResult[]> => {
  const recordings = await readRecordings({ folder: join(folder, 'fixtures'), label: fixturesLabel(folder) });
  const { names, problems } = await loaded(folder, recordings, options);
  if (problems.length > 0)
    return [{ stream: null, name: 'check', ...failCase(`${countOf(problems.length, 'problem')}: ${problems.join('; ')}`) }];
  const results: CaseResult[] = [];
  const ends = new Map<string, CaseVerdict>();
  for (const recording of recordings.filter(({ stream }) => options.stream === undefined || stream === options.stream)) {
    const cases = await testStream(folder, { recording, isThere: names.includes(recording.stream) }, options);
    for (const each of cases) if (each.name === 'read') ends.set(recording.stream, each);
    results.push(...cases);
  }
  const missing = names.filter((name) => !recordings.some(({ stream }) => stream === name));
  const wanted = missing.filter((name) => options.stream === undefined || name === options.stream);
  results.push(...wanted.map((stream): CaseResult => ({ stream, name: 'read', ...skipCase('has no fixtures (twl source record)') })));
  return [{ stream: null, name: 'check', ...(await checkCase(folder, names, ends)) }, ...results];
};

const fixturesLabel = (folder: string): string => join(basename(join(folder, '..')), basename(folder), 'fixtures');

/** Returns true if a source has fixtures. */
export const hasFixtures = async (folder: string): Promise<boolean> =>
  (await readRecordings({ folder: join(folder, 'fixtures'), label: fixturesLabel(folder) })).length > 0;

const loaded = async (
  folder: string,
  recordings: Recording[],
  options: RecordedReadOptions,
): Promise<{ names: string[]; problems: string[] }> => {
  const [first] = recordings;
  const how = { at: first?.reads.full?.at ?? '2000-01-01T00:00:00.000Z', simulated: first?.simulated ?? false };
  const exchanges = recordings.flatMap(({ reads }) => reads.full?.exchanges ?? []);
  const { streams, problems } = await loadSource(folder, replayDependencies(exchanges, how, options));
  return { names: streams.map(({ name }) => name), problems };
};

/** The streams that the manifest names under `check` can be read. */
const checkCase = async (folder: string, names: string[], ends: ReadonlyMap<string, CaseVerdict>): Promise<CaseVerdict> => {
  const checked = await checkedNames(folder);
  const recorded = checked.filter((name) => ends.has(name));
  const [broken] = recorded.filter((name) => ends.get(name)?.state === 'fail');
  if (broken !== undefined) return failCase(`${broken}, which the manifest checks, cannot be read`);
  const read = recorded.length > 0 ? `, and ${recorded.join(', ')} can be read` : '';
  return passCase(`the folder loads with ${countOf(names.length, 'stream')}${read}`);
};

const checkedNames = async (folder: string): Promise<string[]> => {
  const { value } = parseYaml(await readFile(join(folder, 'manifest.yaml'), 'utf8'), 'manifest.yaml');
  const check = isJsonObject(value) ? value['check'] : undefined;
  const names = isJsonObject(check) ? check['stream_names'] : undefined;
  return Array.isArray(names) ? names.map(String) : [];
};

const testStream = async (
  folder: string,
  { recording, isThere }: { recording: Recording; isThere: boolean },
  options: RecordedReadOptions,
): Promise<CaseResult[]> => {
  const { stream } = recording;
  const nameCase = (name: CaseResult['name'], verdict: CaseVerdict): CaseResult => ({ stream, name, ...verdict });
  const missing = 'has fixtures, but the source has no such stream any more: delete them, or name the stream in source.yaml';
  if (!isThere || !recording.reads.full)
    return [nameCase('read', failCase(isThere ? 'the fixtures have no read from the beginning' : missing))];
  const evidence = await gather(folder, recording, options);
  if (!evidence) return [nameCase('read', failCase('the source cannot be loaded from the fixtures (twl source record)'))];
  const read = nameCase('read', checkRead(evidence));
  if (read.state === 'fail') return [read];
  return [
    read,
    nameCase('repeat', checkRepeat(evidence)),
    nameCase('boundary', checkBoundary(evidence)),
    nameCase('future', checkFuture(evidence)),
    nameCase('key', checkKey(evidence)),
    nameCase('schema', await checkSchema(evidence)),
  ];
};

const gather = async (folder: string, recording: Recording, options: RecordedReadOptions): Promise<ReadEvidence | undefined> => {
  const replayAgain = async (name: ReadName, how: Parameters<typeof replayRead>[2]): Promise<ReplayedCase | undefined> => {
    const read = recording.reads[name];
    const stream = read && (await loadRecorded(folder, { recording, read }, options));
    return stream && replayRead(stream, { recording, read }, how);
  };
  const { full: recorded } = recording.reads;
  const stream = recorded && (await loadRecorded(folder, { recording, read: recorded }, options));
  const full = await replayAgain('full', { cursor: null });
  if (!recorded || !stream || !full) return undefined;
  const future = stream.farFuture();
  return {
    stream,
    recording,
    recorded,
    full,
    repeat: await replayAgain('repeat', { cursor: null, laterMs: dayMs }),
    ...(full.state === null ? {} : { next: await replayAgain('next', { cursor: full.state }) }),
    ...(future === undefined ? {} : { future: await replayAgain('future', { cursor: future }) }),
  };
};
