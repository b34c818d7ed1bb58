import { requestsTo, type Run } from '@twl/contracts';
import { countsLine } from '@twl/pipeline';
import { paint } from './paint';

const isGood = ({ state }: Run): boolean => ['succeeded', 'not_modified', 'partial'].includes(state);

/** Returns true if every run succeeded and refused no records. */
export const areSuccessful = (runs: readonly Run[]): boolean =>
  runs.every((run) => isGood(run) && run.state !== 'partial' && run.counts.quarantined === 0);

/** Formats the AWS usage of a run. */
const usageText = ({ usage }: Run): string => {
  if (!usage) return '';
  const { readUnits, writeUnits } = usage;
  const requests = ['DynamoDB', 'S3', 'SQS'].map((service) => `${requestsTo(usage, service)} ${service}`).join(', ');
  return paint.dim(`  (requests: ${requests}; units: ${readUnits.toFixed(1)} read, ${writeUnits.toFixed(1)} written)`);
};

/** Formats the notes of a run, one per line. */
export const noteLines = ({ notes = [] }: Pick<Run, 'notes'>): string[] =>
  notes.map(({ code, detail, count }) => paint.yellow(`  note: ${detail}${count > 1 ? ` (${count} times)` : ''} [${code}]`));

/** Formats a run on one line, followed by a line for each note. */
export const runLine = (run: Run): string => {
  const state = isGood(run) ? paint.green(run.state) : paint.red(run.state);
  const reason = run.reason ? paint.dim(` (${run.reason})`) : '';
  const line = `${run.source}.${run.stream}  ${state}${reason}  ${run.pages} pages  ${countsLine(run.counts)}${usageText(run)}`;
  return [line, ...noteLines(run)].join('\n');
};

/** The colour of a state: green for a good one, yellow for one that goes on or was ended, red for a bad one. */
export const paintState = (state: Run['state']): ((text: string) => string) => {
  if (['succeeded', 'not_modified'].includes(state)) return paint.green;
  return ['running', 'partial', 'deferred', 'cancelled', 'skipped_overlap'].includes(state) ? paint.yellow : paint.red;
};

/** Formats a run as lines of names and values. */
export const runDetails = (run: Run): string[] => {
  const { id, source, stream, seq, trigger, state, reason, startedAt, finishedAt, pages, bytes, cancellation, deletions } = run;
  const rows: [name: string, value: string | undefined][] = [
    ['run', `${id} (number ${seq})`],
    ['stream', `${source}.${stream}`],
    ['state', paintState(state)(state) + (reason === undefined ? '' : `: ${reason}`)],
    ['trigger', trigger],
    ['started', startedAt],
    ['finished', finishedAt ?? 'not yet'],
    ['pages', `${pages} (${bytes} bytes)`],
    ['records', countsLine(run.counts)],
    [
      'cancelled',
      cancellation && `by ${cancellation.who} at ${cancellation.at}${cancellation.why === null ? '' : `: ${cancellation.why}`}`,
    ],
    ['deletions', deletions && `${deletions.state}: ${deletions.missing} of ${deletions.of}`],
  ];
  const lines = rows.flatMap(([name, value]) => (value === undefined ? [] : [`${paint.dim(name.padEnd(10))} ${value}`]));
  return [...lines, ...noteLines(run)];
};
