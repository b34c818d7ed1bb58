import { requestsTo, type Run } from '@twl/contracts';
import { paint } from './paint';

const isGood = ({ state }: Run): boolean => ['succeeded', 'not_modified', 'partial'].includes(state);

/** Whether every run did what it was asked to, and refused nothing. */
export const areWhole = (runs: readonly Run[]): boolean =>
  runs.every((run) => isGood(run) && run.state !== 'partial' && run.counts.quarantined === 0);

/** The books of a run on one line: what was fetched, and what became of it. */
export const bookLine = ({ counts }: Run): string => {
  const { fetched, deleted, ...outcomes } = counts;
  const parts = Object.entries(outcomes).filter(([, count]) => count > 0);
  const gone = deleted ? `; ${deleted} deleted` : '';
  return `${fetched} fetched = ${parts.map(([name, count]) => `${count} ${name}`).join(' + ') || '0'}${gone}`;
};

/** What a run asked AWS for, in a few words. */
const usageText = ({ usage }: Run): string => {
  if (!usage) return '';
  const { readUnits, writeUnits } = usage;
  const requests = ['DynamoDB', 'S3', 'SQS'].map((service) => `${requestsTo(usage, service)} ${service}`).join(', ');
  return paint.dim(`  (requests: ${requests}; units: ${readUnits.toFixed(1)} read, ${writeUnits.toFixed(1)} written)`);
};

/** What a run has to tell, a line each. */
export const noteLines = ({ notes = [] }: Pick<Run, 'notes'>): string[] =>
  notes.map(({ code, detail, count }) => paint.yellow(`  note: ${detail}${count > 1 ? ` (${count} times)` : ''} [${code}]`));

/** One line per run for a person, and one for each note. */
export const runLine = (run: Run): string => {
  const state = isGood(run) ? paint.green(run.state) : paint.red(run.state);
  const reason = run.reason ? paint.dim(` (${run.reason})`) : '';
  const line = `${run.source}.${run.stream}  ${state}${reason}  ${run.pages} pages  ${bookLine(run)}${usageText(run)}`;
  return [line, ...noteLines(run)].join('\n');
};
