import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { errorText } from '@twl/json';
import { compareManifest } from './compare-manifest';
import { comparisons } from './comparisons/comparisons';
import { componentTypes } from './component-types';
import { howToInstall, packageVersion, PythonEngine } from './engines/python-engine';
import { startLocalApi } from './local-api';
import { comparePublic, manifestsIn, shortWait, type PublicOptions } from './public/compare-public';
import { faultKinds } from './public/faults';
import { resultText } from './report/console';
import { comparisonPage, type Line } from './report/page';

const usage = `npm run compare -- [--python <path of a Python with airbyte-cdk> (python3)] [--only <part of a name>] [--write: docs/reports/comparison.md]
npm run compare -- --manifests <folder or file> [--python <path>]: any manifests, against a stub, with made-up configs; --python none for ours alone;
  --faults passing|lasting: an API that fails at first, or in half of its paths; --alone: each stream by itself, its requests in order;
  --required: the configs have only what the manifests require, and defaults; --minutes N (1): how long a read may take`;

const compareAll = async (python: PythonEngine, only: string): Promise<Line[]> => {
  const api = await startLocalApi();
  const lines: Line[] = [];
  try {
    for (const [about, group] of Object.entries(comparisons)) {
      for (const [name, comparison] of Object.entries(group).filter(([each]) => each.includes(only))) {
        const text = await readFile(join('tools/compare/manifests', `${name}.yaml`), 'utf8');
        const result = await compareManifest(comparison, { name, text }, { api, python });
        process.stdout.write(`${resultText(result)}\n`);
        lines.push({ about, covers: componentTypes(text), comparison, result });
      }
    }
  } finally {
    api.close();
  }
  return lines;
};

const write = async (lines: readonly Line[], version: string): Promise<void> => {
  const machine = `${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}`;
  const page = comparisonPage(lines, { version, machine, date: new Date().toISOString().slice(0, 10) });
  await writeFile(
    'docs/reports/comparison.md',
    await format(page, { ...(await resolveConfig('docs/reports/comparison.md')), parser: 'markdown' }),
  );
};

/** @param version set where the result is to be written */
const compareOwn = async (python: PythonEngine, { only, version }: { only: string; version: string | undefined }): Promise<number> => {
  const lines = await compareAll(python, only);
  const differing = lines.filter(({ result }) => result.differences.length > 0);
  process.stdout.write(`\n${lines.length} manifests, ${differing.length} different\n`);
  if (version !== undefined) await write(lines, version);
  return differing.some(({ comparison }) => comparison.differs === undefined) ? 1 : 0;
};

/** One manifest that cannot even be read does not end the comparison of the others. */
const notCompared = (file: string) => (error: unknown) => ({
  ...{ name: file, streams: 0, failing: 0, requests: 0, records: 0, differences: [] },
  refused: `not compared: ${errorText(error)}`,
});

/** Lines shown of one manifest. */
const mostLines = 30;

const compareOthers = async (path: string, options: Omit<PublicOptions, 'api'>): Promise<number> => {
  const api = await startLocalApi();
  let differing = 0;
  try {
    for (const file of await manifestsIn(path)) {
      const { name, streams, failing, requests, records, refused, differences } = await comparePublic(file, { ...options, api }).catch(
        notCompared(file),
      );
      if (refused !== undefined || differences.length > 0) differing++;
      const word = refused !== undefined ? 'REFUSED  ' : differences.length > 0 ? 'DIFFERENT' : 'same     ';
      process.stdout.write(
        `${word} ${name}: ${streams} streams${failing > 0 ? `, ${failing} failing` : ''}, ${requests} requests, ${records} records\n`,
      );
      for (const line of (refused?.split('\n') ?? differences).slice(0, mostLines)) process.stdout.write(`    ${line.slice(0, 700)}\n`);
    }
  } finally {
    api.close();
  }
  return differing > 0 ? 1 : 0;
};

const start = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      python: { type: 'string', default: 'python3' },
      only: { type: 'string', default: '' },
      write: { type: 'boolean' },
      manifests: { type: 'string' },
      faults: { type: 'string' },
      alone: { type: 'boolean', default: false },
      required: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '1' },
    },
  });
  const minutes = Number(values.minutes);
  if (!Number.isInteger(minutes) || minutes < 1) throw new Error(`--minutes must be a whole number, not ${JSON.stringify(values.minutes)}`);
  const faults = faultKinds.find((kind) => kind === values.faults);
  const options = { alone: values.alone, requiredOnly: values.required, faults, minutes };
  if (values.manifests !== undefined && values.python === 'none')
    return await compareOthers(values.manifests, { ...options, python: undefined });
  const version = await packageVersion(values.python);
  if (version === undefined) {
    process.stderr.write(`${values.python} has no airbyte-cdk.\n${howToInstall}\n`);
    return 2;
  }
  const python = new PythonEngine(values.python, values.manifests === undefined ? undefined : shortWait);
  try {
    if (values.manifests !== undefined) return await compareOthers(values.manifests, { ...options, python });
    return await compareOwn(python, { only: values.only, version: values.write ? version : undefined });
  } finally {
    python.close();
  }
};

start().then(
  (code) => void (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${errorText(error)}\n${usage}\n`);
    process.exitCode = 2;
  },
);
