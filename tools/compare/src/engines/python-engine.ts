import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inFolder, writeFiles, type Given } from './source-folder';

/** What a run of the Python engine gave, by stream. */
export interface PythonRun {
  records: Map<string, unknown[]>;
  states: Map<string, unknown>;
  /** Streams that were not read to their end. */
  failed: Set<string>;
  errors: string[];
}

/** How the Python package is had. */
export const howToInstall = `The Python package airbyte-cdk is needed for the comparison. With Python 3.10 to 3.13:
  python3 -m venv cdk && cdk/bin/pip install airbyte-cdk
  npm run compare -- --python cdk/bin/python`;

/** The version of the package that this Python has; undefined when it has none. */
export const packageVersion = async (python: string): Promise<string | undefined> => {
  const { code, output } = await run(python, ['-c', 'import airbyte_cdk, importlib.metadata as m; print(m.version("airbyte-cdk"))']);
  return code === 0 ? output.trim().split('\n').at(-1) : undefined;
};

const run = async (python: string, args: string[]): Promise<{ code: number; output: string }> => {
  const child = spawn(python, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = new Promise<number>((resolve) => child.once('error', () => resolve(-1)).once('close', (code) => resolve(code ?? -1)));
  const [output, code] = await Promise.all([text(child.stdout), closed]);
  return { code, output };
};

/** Loads the package once and runs its command once per line of arguments, each time in a copy of the process that ends after so many seconds. */
const program = `
import json, os, signal, sys, time
if len(sys.argv) > 1:
    slow, longest = time.sleep, float(sys.argv[1])
    time.sleep = lambda seconds: slow(min(seconds, longest))
from airbyte_cdk.cli.source_declarative_manifest import run
for line in sys.stdin:
    arguments, output, seconds = json.loads(line)
    child = os.fork()
    if child == 0:
        signal.alarm(seconds)
        file = os.open(output, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, 1)
        os.dup2(file, 2)
        sys.argv = ['source-declarative-manifest', *arguments]
        code = 0
        try:
            run()
        except BaseException as error:
            code = 1
            print(f'{type(error).__name__}: {error}')
        sys.stdout.flush()
        os._exit(code)
    print(os.waitpid(child, 0)[1], flush=True)
`;

/** The Python engine, its package loaded. */
export class PythonEngine {
  private readonly child;
  private readonly answers;

  /** @param longestWait seconds that a wait may take at most, where it is not the wait that is compared */
  constructor(python: string, longestWait?: number) {
    this.child = spawn(python, ['-c', program, ...(longestWait === undefined ? [] : [String(longestWait)])], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.answers = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]();
  }

  /** Reads streams. */
  read(given: Given): Promise<PythonRun> {
    return inFolder(async (folder) => {
      const { manifest, config, streams, schema = {}, states, minutes = 1 } = given;
      const catalog = streams.map((name) => ({
        stream: { name, json_schema: schema, supported_sync_modes: ['full_refresh', 'incremental'] },
        sync_mode: 'incremental',
        destination_sync_mode: 'append',
      }));
      const state = streams
        .map((name) => ({ name, state: states?.get(name) ?? given.state }))
        .filter((each) => each.state)
        .map((each) => ({ type: 'STREAM', stream: { stream_descriptor: { name: each.name }, stream_state: each.state } }));
      await writeFiles(folder, {
        'manifest.yaml': manifest,
        'config.json': config,
        'catalog.json': { streams: catalog },
        'state.json': state,
      });
      const files = ['manifest-path:manifest.yaml', 'config:config.json', 'catalog:catalog.json', 'state:state.json'];
      const args = files.flatMap((each) => [`--${each.split(':')[0]!}`, join(folder, each.split(':')[1]!)]);
      const output = join(folder, 'output');
      this.child.stdin.write(`${JSON.stringify([['read', ...args], output, minutes * 60])}\n`);
      const { value: code } = await this.answers.next();
      return collect(await readFile(output, 'utf8'), code !== '0');
    });
  }

  close(): void {
    this.child.stdin.end();
  }
}

const collect = (output: string, failed: boolean): PythonRun => {
  const found: PythonRun = { records: new Map(), states: new Map(), failed: new Set(), errors: [] };
  const lines = output.trim().split('\n');
  for (const line of lines) take(line, found);
  if (failed && found.errors.length === 0) found.errors.push(lines.at(-1)!);
  return found;
};

interface Message {
  type?: string;
  record?: { stream: string; data: unknown };
  state?: { stream?: { stream_descriptor: { name: string }; stream_state: unknown } };
  trace?: {
    type: string;
    error?: { message?: string; internal_message?: string };
    stream_status?: { stream_descriptor: { name: string }; status: string };
  };
}

const take = (line: string, { records, states, failed, errors }: PythonRun): void => {
  if (!line.startsWith('{')) return;
  const { type, record, state, trace } = JSON.parse(line) as Message;
  if (type === 'RECORD' && record) records.set(record.stream, [...(records.get(record.stream) ?? []), record.data]);
  else if (type === 'STATE' && state?.stream) states.set(state.stream.stream_descriptor.name, state.stream.stream_state);
  else if (trace?.stream_status?.status === 'INCOMPLETE') failed.add(trace.stream_status.stream_descriptor.name);
  else if (type === 'TRACE' && trace?.type === 'ERROR')
    errors.push(`${trace.error?.message} | ${trace.error?.internal_message}`.slice(0, 400));
};
