import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createResources, openAwsEngine, requestsTo, type AwsEngine, type Usage } from '@twl/storage-aws';
import { emulatedAccess, ownNames } from '@twl/storage-aws/testing';
import { openWorkspace, type Workspace } from '../processing/workspace';
import { table } from '../table';
import { kindsTable } from './kinds';
import { monthlyTable } from './monthly';
import { createNaiveTable, removeNaiveTable, runNaive } from './naive';
import { dollarsOf } from '@twl/contracts';
import { prices } from './prices';
import { runLoad, type FetchedLoad } from './run-load';

/** Where the emulators answer. */
export interface Emulators {
  aws: string;
  dynamo: string;
}

const pageSize = 1000;

/** The naive way sends a request for each record: of so many at most, the rest by proportion. */
const naiveAtMost = 3000;

/** Each after the one before it: of the records that have a revision all get the next one. */
const rows = [
  ['all new', { revision: 0, changedPercent: 0 }],
  ['1 % changed', { revision: 1, changedPercent: 1 }],
  ['10 % changed', { revision: 2, changedPercent: 10 }],
  ['100 % changed', { revision: 3, changedPercent: 100 }],
  ['0 %, other bytes', { revision: 3, changedPercent: 100, ending: '\n' }],
  ['0 % changed', { revision: 3, changedPercent: 100, ending: '\n' }],
] as const;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Measures what a million records cost on AWS, with the meter, and the naive way beside it. */
export const benchCost = async ({ records, aws, dynamo }: Emulators & { records: number }): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'twl-bench-'));
  const access = emulatedAccess({ aws, dynamo });
  const names = ownNames();
  const id = randomUUID().slice(0, 8);
  await createResources({ access, ...names });
  const workspace = (await openWorkspace(folder, (clock) => openAwsEngine({ access, clock, ...names }))) as Workspace & {
    engine: AwsEngine;
  };
  const { clients, pageQueue } = workspace.engine;
  const naiveTable = `${names.table}-naive`;
  await createNaiveTable(clients.dynamo, naiveTable);
  const at = { table: naiveTable, bucket: names.bucket, queue: pageQueue.url };
  try {
    say(`${records} records of about 600 bytes in pages of ${pageSize}; prices of us-east-1, ${prices.date}\n`);
    const lines = [head];
    const measured: { name: string; usage: Usage }[] = [];
    for (const [name, change] of rows) {
      const load: FetchedLoad = { records, pageSize, ...change };
      const ours = await usageOf(clients.meter, () => runLoad(workspace, load, { id: `${id}-${name}` }));
      const sample = { ...load, records: Math.min(records, naiveAtMost) };
      const naive = await usageOf(clients.meter, () => runNaive(clients, at, sample));
      measured.push({ name, usage: ours });
      lines.push([
        name,
        ...figures(ours, records),
        ...figures(naive, sample.records).slice(0, 1),
        ratio(ours, records, naive, sample.records),
      ]);
      say(`${name}: done`);
    }
    say(`\n${table(lines)}\n\n${kindsTable(measured, records)}`);
    const usage = (row: string) => measured.find(({ name }) => name === row)!.usage;
    say(`\n${monthlyTable(usage('0 % changed'), usage('1 % changed'))}`);
  } finally {
    await removeNaiveTable(clients.dynamo, naiveTable);
    await workspace.engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
};

const head = ['', '$ per million', 'read units', 'write units', 'DynamoDB', 'S3', 'SQS', 'naive $', 'of naive'];

const usageOf = async (meter: AwsEngine['clients']['meter'], work: () => Promise<void>): Promise<Usage> =>
  meter.measure(async () => {
    await work();
    return meter.current!;
  });

/** Dollars per million records; units and requests per thousand. */
const figures = (usage: Usage, records: number): string[] => {
  const perThousand = (count: number): string => ((count * 1000) / records).toFixed(1);
  return [
    ((dollarsOf(usage) * 1e6) / records).toFixed(3),
    perThousand(usage.readUnits),
    perThousand(usage.writeUnits),
    ...['DynamoDB', 'S3', 'SQS'].map((service) => perThousand(requestsTo(usage, service))),
  ];
};

const ratio = (...[ours, records, naive, sample]: [Usage, number, Usage, number]): string =>
  (dollarsOf(ours) / records / (dollarsOf(naive) / sample)).toFixed(2);
