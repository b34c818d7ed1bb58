import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { table } from '../table';
import { command, startProduct, type BenchProduct } from './product';
import { probe, type Latencies } from './probe';
import { storeOf } from './store';

/** What is asked while others read, and how often, ms. */
const asked = [
  ['live', '/api/health/live', 20],
  ['records, 50', '/api/records?limit=50', 500],
  ['runs', '/api/runs', 500],
  ['sources', '/api/sources', 500],
] as const;

/**
 * How soon the product answers while nobody else reads, while ten read heavily, and while an export is printed as well.
 * @param options.only a part of the names of the readers that read; all where it is empty
 */
export const benchReads = async ({ records, seconds, only }: { records: number; seconds: number; only: string }): Promise<void> => {
  const product = await startProduct(await storeOf(records));
  try {
    process.stdout.write(`${records} records, ${seconds} s each; ms until the answer\n\n`);
    const rows = [['', 'asked', 'p50', 'p99', 'max', 'failed']];
    await measure(product, 3);
    rows.push(...rowsOf('nobody else', await measure(product, seconds)));
    const readers = spawn(process.execPath, [process.argv[1]!, 'read-heavily', product.url, only], { stdio: 'inherit' });
    await sleep(2000);
    rows.push(...rowsOf('ten readers', await measure(product, seconds)));
    const exporting = spawn(process.execPath, [command, 'export'], { env: product.env, stdio: 'ignore' });
    rows.push(...rowsOf('and an export', await measure(product, seconds)));
    readers.kill();
    exporting.kill();
    process.stdout.write(`${table(rows)}\n`);
  } finally {
    await product.stop();
  }
};

const measure = async ({ url }: BenchProduct, seconds: number): Promise<[string, Latencies][]> => {
  const signal = AbortSignal.timeout(seconds * 1000);
  return Promise.all(asked.map(async ([name, path, everyMs]) => [name, await probe(url + path, everyMs, signal)] as [string, Latencies]));
};

const rowsOf = (while_: string, measured: [string, Latencies][]): string[][] =>
  measured.map(([name, latencies]) => [
    `${while_}: ${name}`,
    String(latencies.count),
    ...[50, 99, 100].map((part) => latencies.percentile(part).toFixed(1)),
    String(latencies.failed),
  ]);
