import type { Command } from 'commander';
import type { Freshness, SourceStatus } from '@twl/contracts';
import type { QueueDepth } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { whenText } from '../output/lists/age';
import { withExamples } from '../output/examples';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { outputWidth, tableLines } from '../output/lists/table';
import { withRuntime } from '../with-runtime';
import { paintFreshness } from './paint-freshness';
import { readStatuses } from './read-statuses';

/** How everything stands. */
interface Standing {
  sources: SourceStatus[];
  failures: { open: number };
  queues: { pages: QueueDepth; requests: QueueDepth };
}

/** A source in one of these needs a person. */
const needy: readonly Freshness[] = ['failing', 'invalid', 'stale'];

/** `twl status`: one screen that says how everything stands. */
export const addStatus = (program: Command): void => {
  const status = program
    .command('status')
    .description('how every source stands, what is refused, and what waits; exit code 1 if a source needs a person')
    .option('--json', 'print { sources: [...], failures, queues }')
    .action(({ json }: { json?: boolean }) => showStatus(json));
  withExamples(status, [
    ['status', 'one screen'],
    ['status --json', 'for a program; the exit code is 1 if a source is failing, invalid or stale'],
  ]);
};

const showStatus = (json: boolean | undefined): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const standing = await readStanding(runtime);
    if (json) printJson(standing);
    else for (const line of standingLines(standing, runtime.clock.now())) process.stdout.write(`${line}\n`);
    if (standing.sources.some(({ freshness }) => needy.includes(freshness))) process.exitCode = 1;
  });

const readStanding = async (runtime: Runtime): Promise<Standing> => {
  const { failures, pageQueue, requestQueue } = runtime.engine;
  const [sources, open, pages, requests] = await Promise.all([
    readStatuses(runtime),
    failures.countOpen(),
    pageQueue.depth(),
    requestQueue.depth(),
  ]);
  return { sources, failures: { open }, queues: { pages, requests } };
};

const standingLines = ({ sources, failures, queues }: Standing, now: number): string[] => {
  if (sources.length === 0) return ['no sources: make one with twl source add'];
  const head = ['source', 'health', 'last run', 'newest data', 'next run', 'records'].map((text) => ({ text, paint: paint.dim }));
  const rows = sources.map((source) => rowOf(source, now));
  const waiting = queues.pages.ready + queues.pages.inFlight;
  const dead = queues.pages.dead + queues.requests.dead;
  return [
    ...tableLines([head, ...rows], outputWidth()),
    '',
    `${count(failures.open, 'open failure')}, ${count(waiting, 'page')} waiting, ${count(dead, 'dead letter')}`,
  ];
};

const rowOf = (source: SourceStatus, now: number) => {
  const { name, freshness, activity, lastRun, nextRunAt, records, streams, pause } = source;
  const newest = streams
    .flatMap(({ lastSuccessAt }) => lastSuccessAt ?? [])
    .sort()
    .at(-1);
  const health = activity === 'idle' ? freshness : `${freshness}, ${activity}`;
  return [
    { text: name, paint: paint.bold },
    { text: pause ? `${health} by ${pause.who}` : health, paint: paintFreshness(freshness) },
    { text: lastRun?.state ?? '-' },
    { text: whenText(newest, now) },
    { text: whenText(nextRunAt, now) },
    { text: String(records) },
  ];
};

const count = (value: number, what: string): string => `${value} ${what}${value === 1 ? '' : 's'}`;
