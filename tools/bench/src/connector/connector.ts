import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { make } from '../make';
import { median } from '../measure';
import { table } from '../table';
import type { CommandCost } from './counted-command';
import { hasPackage, readOurs, readPython, type Reading } from './readers';
import { workloads } from './workloads';

const rounds = 3;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const howToInstall = `For the Python engine's figures, with Python 3.10 to 3.13:
  python3 -m venv cdk && cdk/bin/pip install airbyte-cdk
  npm run bench -- connector --python cdk/bin/python`;

/** Measures `twl source read` and, where it is there, the command of the Python engine, on the same server. */
export const benchConnector = async ({ records, python }: { records: number; python: string }): Promise<void> => {
  make('tools/build/bundle.mjs', 'cli');
  const withPython = await hasPackage(python);
  say(`${records} records of about 400 bytes; records per CPU second of the command that prints them, its start included`);
  say(`median of ${rounds} rounds\n`);
  const server = serve(records);
  const folder = mkdtempSync(join(tmpdir(), 'twl-bench-'));
  try {
    const base = String((await once(server.stdout!, 'data'))[0]).trim();
    const rows = [['', 'twl', ...(withPython ? ['airbyte-cdk', 'times as many'] : [])]];
    for (const { name, manifest } of workloads)
      rows.push([name, ...(await measure({ folder, base, manifest }, { records, python: withPython ? python : undefined }))]);
    say(table(rows));
    if (!withPython) say(`\n${howToInstall}`);
  } finally {
    server.stdin!.end();
    rmSync(folder, { recursive: true, force: true });
  }
};

/** The two commands by turns: what a machine does beside them is then the same for both. */
const measure = async (reading: Reading, { records, python }: { records: number; python: string | undefined }): Promise<string[]> => {
  const rate = (cost: CommandCost): number => {
    if (cost.records !== records) throw new Error(`${cost.records} of ${records} records came`);
    return cost.records / cost.cpuSeconds;
  };
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ours.push(rate(await readOurs(reading)));
    if (python) theirs.push(rate(await readPython(python, reading)));
  }
  const times = theirs.map((each, round) => ours[round]! / each);
  return [median(ours).toFixed(0), ...(python ? [median(theirs).toFixed(0), median(times).toFixed(1)] : [])];
};

const serve = (records: number): ChildProcess =>
  spawn(process.execPath, [process.argv[1]!, 'serve-records', String(records)], { stdio: ['pipe', 'pipe', 'inherit'] });
