import { canonical, lastingState } from '../canonical';
import type { OurRun } from '../engines/our-engine';
import type { PythonRun } from '../engines/python-engine';
import { withoutNow } from './without-now';

/** What an engine did with all streams of a manifest. */
export interface Side<Run> {
  run: Run;
  /** By stream, or of all of them. */
  requests: Map<string, string[]>;
}

export type OurRuns = Map<string, OurRun>;

/** What the two did otherwise, one line each; streams that fail in both are the same. */
export const publicDifferences = (theirs: Side<PythonRun>, ours: Side<OurRuns>, alone: boolean): string[] => [
  ...[...ours.requests].flatMap(([name, requests]) =>
    requestDifferences(theirs.requests.get(name) ?? [], requests, { name, readsOn: readsOn(theirs.run, ours.run), alone }),
  ),
  ...[...ours.run].flatMap(([stream, run]) => streamDifferences(stream, { theirs: theirs.run, run })),
];

/** A record that cannot be mapped ends the stream in Python; ours puts it aside and reads on. */
const readsOn = (theirs: PythonRun, ours: OurRuns): boolean =>
  [...ours].some(([stream, run]) => isRefused(run) && hasFailed(theirs, stream));

/** Streams that are read side by side share what their parents answered: neither order nor number is compared over all of them. */
const requestDifferences = (
  theirs: string[],
  ours: string[],
  { name, readsOn, alone }: { name: string; readsOn: boolean; alone: boolean },
): string[] => {
  const found = [
    ...only(theirs, ours).map((line) => `request of python only: ${line}`),
    ...(readsOn ? [] : only(ours, theirs).map((line) => `request of ours only: ${line}`)),
  ];
  if (!alone || found.length > 0 || readsOn || theirs.join('\n') === ours.join('\n')) return found;
  const isOrder = theirs.toSorted().join('\n') === ours.toSorted().join('\n');
  const at = theirs.findIndex((line, index) => line !== ours[index]);
  return [
    `${name}: ${isOrder ? 'order' : 'number'} of requests, ${theirs.length} and ${ours.length}\n      python ${theirs[at]}\n      ours   ${ours[at]}`,
  ];
};

const only = (of: string[], other: string[]): string[] => {
  const there = new Set(other);
  return [...new Set(of)].filter((line) => !there.has(line));
};

const isRefused = ({ errors }: OurRun): boolean => errors.length > 0 && errors.every((each) => each.startsWith('refused'));

const hasFailed = ({ failed, errors }: PythonRun, stream: string): boolean => (failed.size > 0 ? failed.has(stream) : errors.length > 0);

const streamDifferences = (stream: string, { theirs, run }: { theirs: PythonRun; run: OurRun }): string[] => {
  const failed = hasFailed(theirs, stream);
  if (failed && isRefused(run)) return [];
  const found: string[] = [];
  const [python, ours] = [theirs.records.get(stream) ?? [], run.records].map((each) =>
    each.map((record) => withoutNow(canonical(withoutNulls(record)))).sort(),
  ) as [string[], string[]];
  const at = Math.max(
    python.findIndex((line, index) => line !== ours[index]),
    0,
  );
  if (canonical(python) !== canonical(ours))
    found.push(`${stream}: records, ${python.length} and ${ours.length}${apart(python[at] ?? '', ours[at] ?? '')}`);
  const [before, after] = [theirs.states.get(stream), run.state].map((each) => withoutNow(canonical(lastingState(each ?? null))));
  // Where nothing could be read ours keeps the state as it was; Python writes one that begins at the start.
  const readNothing = failed && run.errors.length > 0 && after === 'null';
  if (before !== after && !readNothing) found.push(`${stream}: state${apart(before!, after!)}`);
  if (failed !== run.errors.length > 0) {
    const error = theirs.errors.find((each) => each.includes(stream)) ?? theirs.errors[0];
    found.push(`${stream}: outcome\n      python ${failed ? error : 'reads it'}\n      ours   ${run.errors[0] ?? 'reads it'}`);
  }
  return found;
};

/** The Python package leaves out fields of a record that are null when it writes it. */
const withoutNulls = (record: unknown): unknown =>
  Object.fromEntries(Object.entries(record as object).filter(([, value]) => value !== null));

const shown = 250;

/** Two texts from a little before the place where they part. */
const apart = (python: string, ours: string): string => {
  let at = 0;
  while (at < python.length && python[at] === ours[at]) at++;
  const from = Math.max(at - 80, 0);
  return `\n      python ${python.slice(from, from + shown)}\n      ours   ${ours.slice(from, from + shown)}`;
};
