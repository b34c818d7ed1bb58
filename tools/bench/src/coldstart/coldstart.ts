import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { make } from '../make';
import { median } from '../measure';
import { table } from '../table';
import { startOnce, type Starting } from './start-once';

const rounds = 15;

const request = (path: string) => ({
  version: '2.0',
  rawPath: path,
  rawQueryString: '',
  headers: { accept: 'application/json' },
  requestContext: { http: { method: 'GET', path, sourceIp: '203.0.113.7' } },
  isBase64Encoded: false,
});

const health = request('/api/health/live');

/** The connector is loaded to answer this: there is no such source. */
const unknownSource = request('/api/sources/none');

/** A batch of nothing: the worker looks at it, and refuses it. */
const emptyBatch = { event: { Records: [] }, fails: 'unknown event' };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Measures the time from the start of a process to its first answer, one function after the other, round by round. */
export const benchColdStart = async (): Promise<void> => {
  make('tools/scripts/package.mjs', 'processing', 'api');
  make('tools/build/lambda/bundle-for-bench.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'twl-bench-'));
  const env = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    RAW_BUCKET: 'bench-raw',
    PAGE_QUEUE: 'https://sqs.us-east-1.amazonaws.com/1/pages',
    REQUEST_QUEUE: 'https://sqs.us-east-1.amazonaws.com/1/requests',
    CURSOR_KEY: '0'.repeat(64),
    SOURCES_DIR: resolve('sources'),
    DATA_DIR: join(folder, 'data'),
    LOG_LEVEL: 'error',
  };
  const at = (file: string): string => resolve(file);
  const functions: Functions = {
    worker: { file: at('dist/functions/processing/app.js'), ...emptyBatch },
    'worker, code cache': { file: at('dist/functions/processing/main.js'), ...emptyBatch },
    bare: { file: at('dist/tools/bench/bare.js'), event: {} },
    api: { file: at('dist/functions/api/app.js'), event: health },
    'api, code cache': { file: at('dist/functions/api/main.js'), event: health },
    'api, code cache, connector': { file: at('dist/functions/api/main.js'), event: unknownSource },
    unbundled: { file: at('dist/tools/bench/unbundled-api.cjs'), event: health },
  };
  try {
    const times = await medians(functions, env);
    const against = (name: keyof Functions): keyof Functions => (name.startsWith('api') || name === 'unbundled' ? 'unbundled' : 'bare');
    const rows = names.map((name) => [name, times[name].toFixed(0), (times[name] / times[against(name)]).toFixed(2)]);
    say(`process start to first answer, median of ${rounds} interleaved starts\n`);
    say(table([['', 'ms', 'of bare or unbundled'], ...rows]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const names = ['worker', 'worker, code cache', 'bare', 'api', 'api, code cache', 'api, code cache, connector', 'unbundled'] as const;

type Functions = Record<(typeof names)[number], Omit<Starting, 'env'>>;
type Medians = Record<keyof Functions, number>;

const medians = async (functions: Functions, env: Record<string, string>): Promise<Medians> => {
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++)
    for (const name of names) times.get(name)!.push(await startOnce({ ...functions[name], env }));
  return Object.fromEntries(names.map((name) => [name, median(times.get(name)!)])) as Medians;
};
