import { requestsTo, type Run } from '@twl/contracts';
import { paint } from './paint';

const isGood = ({ state }: Run): boolean => ['succeeded', 'not_modified', 'partial'].includes(state);

/** Returns true if every run succeeded and refused no records. */
export const areSuccessful = (runs: readonly Run[]): boolean =>
  runs.every((run) => isGood(run) && run.state !== 'partial' && run.counts.quarantined === 0);

/** Formats the counts of a run on one line: the fetched records and their outcomes. */
export const countsLine = ({ counts }: Run): string => {
  const { fetched, deleted, ...outcomes } = counts;
  const parts = Object.entries(outcomes).filter(([, count]) => count > 0);
  const deletedText = deleted ? `; ${deleted} deleted` : '';
  return `${fetched} fetched = ${parts.map(([name, count]) => `${count} ${name}`).join(' + ') || '0'}${deletedText}`;
};

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
  const line = `${run.source}.${run.stream}  ${state}${reason}  ${run.pages} pages  ${countsLine(run)}${usageText(run)}`;
  return [line, ...noteLines(run)].join('\n');
};
