import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { productStart } from '../product-start';
import { table } from '../table';
import { readOurs } from './read-ours';
import { hasPackage, readPython, type ReadCost } from './read-python';
import { serveRecords } from './record-api';
import { workloads, type Workload } from './workloads';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const howToInstall = `For the Python engine's figures, with Python 3.10 to 3.13:
  python3 -m venv cdk && cdk/bin/pip install airbyte-cdk
  npm run bench -- connector --python cdk/bin/python`;

/** What a process of its own does: serve the records, or read them. */
export type ConnectorStep = { kind: 'serve'; records: number } | { kind: 'read'; folder: string; base: string; workload: string };

/** Does it. */
export const doConnectorStep = async (step: ConnectorStep): Promise<void> => {
  if (step.kind === 'serve') return serveRecords(step.records);
  const { manifest } = workloads.find(({ name }) => name === step.workload)!;
  const records = await readOurs(step.folder, step.base, manifest);
  const { user, system } = process.cpuUsage();
  process.stdout.write(JSON.stringify({ records, cpuSeconds: (user + system) / 1e6 } satisfies ReadCost));
};

/** Measures reading with our engine and, where it is there, with the Python engine, from the same server. */
export const benchConnector = async ({ records, python }: { records: number; python: string }): Promise<void> => {
  const withPython = await hasPackage(python);
  say(`${records} records of about 500 bytes; records per CPU second of the process that reads them, its start included\n`);
  const server = start({ kind: 'serve', records });
  const folder = mkdtempSync(join(tmpdir(), 'twl-bench-'));
  try {
    const base = String((await once(server.stdout!, 'data'))[0]).trim();
    const rows = [['', 'ours', ...(withPython ? ['airbyte-cdk', 'times as many'] : [])]];
    for (const workload of workloads)
      rows.push(await measure(workload, { base, folder, python: withPython ? python : undefined, records }));
    say(table(rows));
    if (!withPython) say(`\n${howToInstall}`);
  } finally {
    server.stdin!.end();
    rmSync(folder, { recursive: true, force: true });
  }
};

const measure = async (
  { name, manifest }: Workload,
  { base, folder, python, records }: { base: string; folder: string; python: string | undefined; records: number },
): Promise<string[]> => {
  const rate = (cost: ReadCost): number => {
    if (cost.records !== records) throw new Error(`${name}: ${cost.records} of ${records} records came`);
    return cost.records / cost.cpuSeconds;
  };
  const child = start({ kind: 'read', folder, base, workload: name });
  const ours = rate(JSON.parse(await text(child.stdout!)) as ReadCost);
  if (!python) return [name, ours.toFixed(0)];
  const theirs = rate(await readPython(python, folder, { base, manifest }));
  return [name, ours.toFixed(0), theirs.toFixed(0), (ours / theirs).toFixed(1)];
};

const own = productStart();

/** As the product is started. Compiled code is kept beside the bundle, as Python keeps its own. */
const start = (step: ConnectorStep): ChildProcess =>
  spawn(process.execPath, [...own.flags, process.argv[1]!, 'connector-step', JSON.stringify(step)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...own.env, ...process.env, NODE_COMPILE_CACHE: join(dirname(process.argv[1]!), 'compiled') },
  });
