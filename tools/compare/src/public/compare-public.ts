import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { parse } from 'yaml';
import { canonical, lastingState, requestLine } from '../canonical';
import { readOurs, withOurs, type OurRun } from '../engines/our-engine';
import type { PythonEngine, PythonRun } from '../engines/python-engine';
import type { Given } from '../engines/source-folder';
import type { LocalApi } from '../local-api';
import { addressOptions, madeUpConfig } from './made-up-config';
import { manifestFacts } from './manifest-facts';
import { stubApi } from './stub-api';

/** What came of one public manifest. */
export interface PublicResult {
  name: string;
  streams: number;
  requests: number;
  records: number;
  /** Why it could not be compared. */
  refused?: string;
  differences: string[];
}

/** The manifests in a folder, or the one file. */
export const manifestsIn = async (path: string): Promise<string[]> => {
  if ((await stat(path)).isFile()) return [path];
  const files = await readdir(path, { recursive: true });
  return files
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => join(path, file))
    .sort();
};

/** Runs a manifest of which nothing is known with both engines, its hosts replaced by the local server, with a made-up config. */
export const comparePublic = async (
  file: string,
  { api, python }: { api: LocalApi; python: PythonEngine | undefined },
): Promise<PublicResult> => {
  const text = await readFile(file, 'utf8');
  const name = basename(file) === 'manifest.yaml' ? basename(dirname(file)) : basename(file);
  const manifest = text.replace(/https?:\/\/(?!json-schema\.org)/g, `${api.base}/`);
  const parsed = parse(manifest, { version: '1.1', maxAliasCount: -1, uniqueKeys: false }) as {
    spec?: { connection_specification?: object };
    streams?: { name?: string }[];
  };
  const { config, secrets } = madeUpConfig(parsed.spec?.connection_specification ?? {}, addressOptions(text));
  const made = JSON.parse(JSON.stringify(config).replace(/https?:\/\//g, `${api.base}/`)) as Record<string, unknown>;
  const given: Given = { name, manifest, config: made, state: null, streams: [], base: api.base, secrets };
  const serve = () => api.serve(stubApi(manifestFacts(parsed), api.base));
  const lines = () => [...new Set(api.seen().map((asked) => withoutNow(requestLine(asked, ['authorization']))))].sort();
  serve();
  const ours = await readAll(given);
  const nothing = { name, streams: 0, requests: 0, records: 0, differences: [] };
  if ('problems' in ours) {
    const streams = (parsed.streams ?? []).flatMap(({ name: stream }) => stream ?? []);
    const verdict = python ? [verdictOf(await python.read({ ...given, streams }))] : [];
    return { ...nothing, refused: [...verdict, ...ours.problems].join('\n') };
  }
  const ourLines = lines();
  const records = [...ours.runs.values()].reduce((sum, run) => sum + run.records.length, 0);
  const result = { name, streams: ours.runs.size, requests: ourLines.length, records };
  if (!python)
    return { ...result, differences: [...ours.runs].flatMap(([stream, { errors }]) => errors.map((each) => `${stream}: ${each}`)) };
  serve();
  const theirs = await python.read({ ...given, streams: [...ours.runs.keys()] });
  return { ...result, differences: differences({ theirs, theirLines: lines() }, { runs: ours.runs, ourLines }) };
};

const readAll = (given: Given): Promise<{ runs: Map<string, OurRun> } | { problems: string[] }> =>
  withOurs(given, async ({ streams, problems }) => {
    if (problems.length > 0) return { problems };
    const runs = new Map<string, OurRun>();
    for (const stream of streams) runs.set(stream.name, await readOurs(stream, null));
    return { runs };
  });

/** What the Python engine does with a manifest that ours refuses. */
const verdictOf = ({ records, errors }: PythonRun): string =>
  errors.length > 0 ? `python refuses it as well: ${errors[0]}` : `PYTHON READS IT: ${records.size} streams with records`;

const recently = 6 * 3_600_000;

/** Times of the last hours are not compared: the two engines run one after the other. */
const withoutNow = (line: string): string =>
  line
    .replace(/\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+ -]\d\d:?\d\d)?)?/g, (text) => {
      const age = Date.now() - Date.parse(text.replace(/ (\d\d:?\d\d)$/, '+$1'));
      return text.length > 10 && Math.abs(age) < recently ? '<now>' : text;
    })
    .replace(/\b1\d{9}(\d{3})?\b/g, (text) => {
      const age = Date.now() - (text.length > 10 ? Number(text) : Number(text) * 1000);
      return Math.abs(age) < recently ? '<now>' : text;
    });

const differences = (
  { theirs, theirLines }: { theirs: PythonRun; theirLines: string[] },
  { runs, ourLines }: { runs: Map<string, OurRun>; ourLines: string[] },
): string[] => {
  const found: string[] = [];
  const [onlyTheirs, onlyOurs] = [
    theirLines.filter((line) => !ourLines.includes(line)),
    ourLines.filter((line) => !theirLines.includes(line)),
  ];
  for (const line of onlyTheirs) found.push(`request of python only: ${line}`);
  for (const line of onlyOurs) found.push(`request of ours only: ${line}`);
  for (const [stream, run] of runs) {
    const [python, ours] = [theirs.records.get(stream) ?? [], run.records].map((each) =>
      each.map((record) => withoutNow(canonical(record))).sort(),
    );
    if (canonical(python) !== canonical(ours))
      found.push(`${stream}: records\n      python ${python!.length}: ${python![0]}\n      ours   ${ours!.length}: ${ours![0]}`);
    const states = [theirs.states.get(stream), run.state].map((each) => withoutNow(canonical(lastingState(each ?? null))));
    if (states[0] !== states[1]) found.push(`${stream}: state\n      python ${states[0]}\n      ours   ${states[1]}`);
    for (const error of run.errors) found.push(`${stream}: ours says ${error}`);
  }
  return [...theirs.errors.map((each) => `python says ${each}`), ...found];
};
