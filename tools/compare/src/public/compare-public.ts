import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { resolveManifest } from '@twl/connector';
import { requestLine } from '../canonical';
import { readOurs, withOurs } from '../engines/our-engine';
import type { PythonEngine, PythonRun } from '../engines/python-engine';
import type { Given } from '../engines/source-folder';
import type { Api, LocalApi } from '../local-api';
import { findEndpoints } from './endpoints';
import { withFaults, type AnswerFault } from './faults';
import { madeUpConfig, optionUses } from './made-up-config';
import { publicDifferences, type OurRuns, type Side } from './public-differences';
import { stubApi } from './stub-api';
import { tokenPaths } from './token-paths';
import { withoutNow } from './without-now';

/** What came of one public manifest. */
export interface PublicResult {
  name: string;
  streams: number;
  failing: number;
  requests: number;
  records: number;
  /** Why it could not be compared. */
  refused?: string;
  differences: string[];
}

/** How manifests are compared. */
export interface PublicOptions {
  api: LocalApi;
  python: PythonEngine | undefined;
  faults: AnswerFault | undefined;
  /** Reads each stream by itself, so that all of its requests are compared, in their order. */
  alone: boolean;
  /** The made-up config has only what the manifest requires. */
  requiredOnly: boolean;
  /** How long a read may take. */
  minutes: number;
}

/** Seconds that a wait takes, whatever the manifest or the answer says. */
export const shortWait = 0.02;

/** Many cursors count in seconds: a second run within the same one has nothing to read. */
const betweenRuns = 1100;

/** The manifests in a folder, or the one file. */
export const manifestsIn = async (path: string): Promise<string[]> => {
  if ((await stat(path)).isFile()) return [path];
  const files = await readdir(path, { recursive: true });
  return files
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => join(path, file))
    .sort();
};

/**
 * Runs a manifest of which nothing is known with both engines, its hosts replaced by the local server, with a made-up config;
 * then once more from the state that it left.
 */
export const comparePublic = async (file: string, options: PublicOptions): Promise<PublicResult> => {
  const { api, python, faults, alone, requiredOnly, minutes } = options;
  const text = await readFile(file, 'utf8');
  const name = basename(file) === 'manifest.yaml' ? basename(dirname(file)) : basename(file);
  const given = { ...givenTo({ name, text, base: api.base, requiredOnly }), minutes };
  const facts = { endpoints: findEndpoints(resolveManifest(text, file)), tokenPaths: tokenPaths(resolveManifest(text, file)) };
  const newApi = () => (faults ? withFaults(stubApi(facts, api.base), faults) : stubApi(facts, api.base));
  const running = { api, newApi, alone };
  const ours = await runOurs(given, { ...running, states: new Map() });
  if ('problems' in ours) return { ...nothing(name), refused: [...(await verdict(python, given, text)), ...ours.problems].join('\n') };
  const result = { ...counted(name, ours) };
  if (!python)
    return { ...result, differences: [...ours.run].flatMap(([stream, { errors }]) => errors.map((each) => `${stream}: ${each}`)) };
  const streams = [...ours.run.keys()];
  const theirs = await runTheirs(given, { ...running, python, streams, states: new Map() });
  if (!alone && endsAtOnce(theirs.run)) return await comparePublic(file, { ...options, alone: true });
  const differences = publicDifferences(theirs, ours, alone);
  const states = statesOf(ours.run);
  if (differences.length > 0 || states.size === 0) return { ...result, differences };
  await sleep(betweenRuns);
  const oursAgain = await runOurs(given, { ...running, states });
  if ('problems' in oursAgain) return { ...result, differences: oursAgain.problems };
  const theirsAgain = await runTheirs(given, { ...running, python, streams, states: theirs.run.states });
  return { ...result, differences: publicDifferences(theirsAgain, oursAgain, alone).map((line) => `second run: ${line}`) };
};

/** What the Python engine cannot write as a record ends the read of all streams, without a word of which of them were read. */
const endsAtOnce = ({ failed, errors }: PythonRun): boolean =>
  failed.size === 0 && errors.some((each) => each.includes('Unexpected type for data_or_message'));

const nothing = (name: string): PublicResult => ({ name, streams: 0, failing: 0, requests: 0, records: 0, differences: [] });

const givenTo = ({ name, text, base, requiredOnly }: { name: string; text: string; base: string; requiredOnly: boolean }): Given => {
  const manifest = text.replace(/https?:\/\/(?!json-schema\.org)/g, `${base}/`);
  const resolved = resolveManifest(text, name);
  const specification = (resolved['spec'] as { connection_specification?: object } | undefined)?.connection_specification ?? {};
  const { config, secrets } = madeUpConfig(specification, optionUses(text, resolved), requiredOnly);
  const made = JSON.parse(JSON.stringify(config).replace(/https?:\/\/(?!127\.0\.0\.1[:/])/g, `${base}/`)) as Record<string, unknown>;
  return { name, manifest, config: made, state: null, streams: [], base, secrets, longestWait: shortWait };
};

const counted = (name: string, { run, requests }: Side<OurRuns>): PublicResult => ({
  ...nothing(name),
  streams: run.size,
  failing: [...run.values()].filter(({ errors }) => errors.length > 0).length,
  requests: [...requests.values()].flat().length,
  records: [...run.values()].reduce((sum, { records }) => sum + records.length, 0),
});

const statesOf = (runs: OurRuns): Map<string, unknown> =>
  new Map([...runs].filter(([, { state }]) => state !== null && state !== undefined).map(([stream, { state }]) => [stream, state]));

interface Running {
  api: LocalApi;
  newApi: () => Api;
  alone: boolean;
  states: ReadonlyMap<string, unknown>;
}

const asked = (api: LocalApi): string[] => api.seen().map((each) => withoutNow(requestLine(each, ['authorization'])));

const everything = 'all streams';

const runOurs = async (given: Given, running: Running): Promise<Side<OurRuns> | { problems: string[] }> => {
  const side: Side<OurRuns> = { run: new Map(), requests: new Map() };
  if (!running.alone) return await readInto(side, given, running);
  running.api.serve(running.newApi());
  const names = await withOurs(given, ({ streams, problems }) =>
    Promise.resolve(problems.length > 0 ? { problems } : streams.map(({ name }) => name)),
  );
  if ('problems' in names) return names;
  for (const only of names) await readInto(side, given, { ...running, only });
  return side;
};

const readInto = (side: Side<OurRuns>, given: Given, { api, newApi, states, only }: Running & { only?: string }) => {
  // Dynamic streams are asked for while the manifest is loaded.
  api.serve(newApi());
  return withOurs(given, async ({ streams, problems }) => {
    if (problems.length > 0) return { problems };
    for (const stream of streams) {
      if (only !== undefined && only !== stream.name) continue;
      side.run.set(stream.name, await readOurs(stream, states.get(stream.name) ?? null, given.minutes));
    }
    side.requests.set(only ?? everything, asked(api));
    return side;
  });
};

const runTheirs = async (
  given: Given,
  { api, newApi, alone, python, streams, states }: Running & { python: PythonEngine; streams: string[] },
): Promise<Side<PythonRun>> => {
  const side: Side<PythonRun> = { run: { records: new Map(), states: new Map(), failed: new Set(), errors: [] }, requests: new Map() };
  for (const group of alone ? streams.map((each) => [each]) : [streams]) {
    api.serve(newApi());
    const run = await python.read({ ...given, streams: group, states });
    for (const [name, records] of run.records) side.run.records.set(name, records);
    for (const [name, state] of run.states) side.run.states.set(name, state);
    for (const name of alone && run.errors.length > 0 ? group : run.failed) side.run.failed.add(name);
    side.run.errors.push(...run.errors);
    side.requests.set(alone ? group[0]! : everything, asked(api));
  }
  return side;
};

/** What the Python engine does with a manifest that ours refuses. */
const verdict = async (python: PythonEngine | undefined, given: Given, text: string): Promise<string[]> => {
  if (!python) return [];
  const declared = (resolveManifest(text, given.name)['streams'] ?? []) as { name?: string }[];
  const { records, errors } = await python.read({ ...given, streams: declared.flatMap(({ name }) => name ?? []) });
  return [errors.length > 0 ? `python refuses it as well: ${errors[0]}` : `PYTHON READS IT: ${records.size} streams with records`];
};
