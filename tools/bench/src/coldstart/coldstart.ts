import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { table } from '../table';
import { startOnce, type Starting } from './start-once';

const rounds = 15;

const health = {
  version: '2.0',
  rawPath: '/api/health/live',
  rawQueryString: '',
  headers: { accept: 'application/json' },
  requestContext: { http: { method: 'GET', path: '/api/health/live', sourceIp: '203.0.113.7' } },
  isBase64Encoded: false,
};

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Builds what is measured; what that says is not part of the answer. */
const make = (...command: string[]): void => {
  const { status } = spawnSync(process.execPath, command, { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error(`${command.join(' ')} failed`);
};

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
  const cached = { ...env, NODE_COMPILE_CACHE: join(folder, 'code') };
  const at = (file: string): string => resolve(file);
  const worker = { file: at('dist/functions/processing/main.js'), event: { Records: [] } };
  const bare = { file: at('dist/tools/bench/bare.js'), event: {} };
  const api = { file: at('dist/functions/api/main.js'), event: health };
  const unbundled = { file: at('dist/tools/bench/unbundled-api.cjs'), event: health };
  const functions = { worker, bare, api, unbundled };
  try {
    const plain = await medians(functions, env);
    await Promise.all(Object.values(functions).map((one) => startOnce({ ...one, env: cached })));
    const warm = await medians(functions, cached);
    const row = (name: keyof typeof functions): string[] => [
      name,
      (readFileSync(functions[name].file).length / 1e6).toFixed(2),
      plain[name].toFixed(0),
      warm[name].toFixed(0),
    ];
    say(`process start to first answer, median of ${rounds} interleaved starts\n`);
    say(table([['', 'MB', 'ms', 'ms with code cache'], ...(['worker', 'bare', 'api', 'unbundled'] as const).map(row)]));
    say(`\nworker / bare: ${ratios('worker', 'bare', plain, warm)}`);
    say(`api / unbundled: ${ratios('api', 'unbundled', plain, warm)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

type Functions = Record<'worker' | 'bare' | 'api' | 'unbundled', Omit<Starting, 'env'>>;
type Medians = Record<keyof Functions, number>;

const medians = async (functions: Functions, env: Record<string, string>): Promise<Medians> => {
  const names = Object.keys(functions) as (keyof Functions)[];
  const times = new Map(names.map((name) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++)
    for (const name of names) times.get(name)!.push(await startOnce({ ...functions[name], env }));
  return Object.fromEntries(names.map((name) => [name, median(times.get(name)!)])) as Medians;
};

const ratios = (one: keyof Medians, other: keyof Medians, ...all: Medians[]): string =>
  all.map((times) => (times[one] / times[other]).toFixed(2)).join(', with code cache ');
