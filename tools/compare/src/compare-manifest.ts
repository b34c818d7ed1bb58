import type { StreamComparison, ComparisonOutcome } from './comparison';
import { requestLine } from './canonical';
import { differences, type EngineDifference } from './differences';
import { readOurs, withOurs } from './engines/our-engine';
import type { PythonEngine } from './engines/python-engine';
import type { Given } from './engines/source-folder';
import type { LocalApi } from './local-api';

/** What came of one comparison. */
export interface Result {
  name: string;
  python: ComparisonOutcome;
  ours: ComparisonOutcome;
  differences: EngineDifference[];
}

/** Runs one manifest with both engines against the same API. */
export const compareManifest = async (
  comparison: StreamComparison,
  manifest: { name: string; text: string },
  { api, python }: { api: LocalApi; python: PythonEngine },
): Promise<Result> => {
  const { config, state = null, stream = 'items', schema, headers = [] } = comparison;
  const given: Given = {
    name: manifest.name,
    manifest: manifest.text,
    config: { base: api.base, ...config },
    state,
    streams: [stream],
    schema,
    base: api.base,
    secrets: [],
  };
  const requests = () => api.seen().map((asked) => requestLine(asked, headers));
  api.serve(comparison.api(api.base));
  const theirs = await python.read(given);
  const errors = theirs.errors;
  const byPython: ComparisonOutcome = {
    requests: requests(),
    records: theirs.records.get(stream) ?? [],
    state: theirs.states.get(stream) ?? state,
    errors,
  };
  api.serve(comparison.api(api.base));
  const byUs = await runOurs(given, stream);
  const ours: ComparisonOutcome = { ...byUs, requests: requests() };
  return { name: manifest.name, python: byPython, ours, differences: differences(byPython, ours, comparison) };
};

const runOurs = (given: Given, name: string): Promise<Omit<ComparisonOutcome, 'requests'>> =>
  withOurs(given, async ({ streams, problems }) => {
    const stream = streams.find((each) => each.name === name);
    if (stream) return await readOurs(stream, given.state);
    return { records: [], state: given.state, errors: problems.length > 0 ? problems : [`there is no stream ${name}`] };
  });
