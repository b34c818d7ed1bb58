import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cost } from '../measure';
import { table } from '../table';
import { inChild } from './in-child';
import type { Load } from './records';

/** What to measure. */
export interface ProcessingOptions {
  records: number;
  /** Cost per record while one store grows to that many. */
  curve: boolean;
}

const pageSize = 1000;
const usualMarks = [10_000, 20_000, 50_000, 100_000, 200_000, 500_000, 1_000_000];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Measures the processing of pages against the least that it can take, and prints both side by side. */
export const benchProcessing = async ({ records, curve }: ProcessingOptions): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'twl-bench-'));
  try {
    await (curve ? growing(folder, records) : loads(folder, records));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const loads = async (folder: string, records: number): Promise<void> => {
  say(`${records} records of about 600 bytes in pages of ${pageSize}\n`);
  const rows = [['', 'records/s', 'CPU s', 'peak MB', 'floor records/s', 'floor CPU s', 'of the floor', 'by CPU']];
  for (const [name, revision, changedPercent] of [
    ['first load', 0, 0],
    ['all unchanged', 0, 0],
    ['10 % changed', 1, 10],
  ] as const) {
    const load: Load = { records, pageSize, revision, changedPercent };
    await inChild({ kind: 'fill-floor', folder, load });
    await inChild({ kind: 'fill', folder, load });
    const { cost: floor } = await inChild({ kind: 'floor', folder, load });
    const { cost, outcome } = await inChild({ kind: 'pipeline', folder, load });
    say(`${name}: ${outcome}`);
    rows.push([name, ...rowOf(records, cost, floor)]);
  }
  say(`\n${table(rows)}`);
};

const rowOf = (records: number, cost: Cost, floor: Cost): string[] => [
  String(Math.round(records / cost.seconds)),
  cost.cpuSeconds.toFixed(2),
  String(Math.round(cost.peakBytes / 2 ** 20)),
  String(Math.round(records / floor.seconds)),
  floor.cpuSeconds.toFixed(2),
  (floor.seconds / cost.seconds).toFixed(2),
  (floor.cpuSeconds / cost.cpuSeconds).toFixed(2),
];

const growing = async (folder: string, records: number): Promise<void> => {
  const end = Math.ceil(records / pageSize) * pageSize;
  const marks = [...usualMarks.filter((mark) => mark < end), end];
  const load: Load = { records: end, pageSize, revision: 0, changedPercent: 0 };
  await inChild({ kind: 'fill', folder, load });
  const { cost, curve } = await inChild({ kind: 'curve', folder, load, marks });
  const rows = curve.map(({ records, microseconds }) => [String(records), microseconds.toFixed(1)]);
  say(table([['records in the store', 'CPU microseconds per record'], ...rows]));
  say(`peak memory ${Math.round(cost.peakBytes / 2 ** 20)} MB`);
};
