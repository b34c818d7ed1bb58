import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text as textFrom } from 'node:stream/consumers';
import type { Json } from '@twl/contracts';
import { toJsonText } from '@twl/json';
import { editState } from '@twl/pipeline';
import type { Runtime } from '@twl/runtime';
import { requireFirst } from '@twl/ports';
import { osUser } from '../audit/os-user';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { workingDirectory } from '../output/relative-paths';
import { withRuntime } from '../with-runtime';
import { checkCursor, parseCursor } from './cursor';
import { knownStreams } from './known-streams';

interface EditOptions {
  file?: string;
  revision?: string;
  why?: string;
  json?: boolean;
}

/** `twl state set` and `twl state clear`. */
export const addStateEdits = (state: Command): void => {
  const edit = (name: string, description: string): Command =>
    state
      .command(name)
      .description(`${description}; refused while a run of the stream is not closed`)
      .option('--revision <text>', 'only if the revision is still this one, as "state show" prints it')
      .option('--why <reason>', 'reason, for the audit log')
      .option('--json', 'print { streams: [{ source, stream, revision, cursor }] }');
  const set = edit('set <source> <stream> [cursor]', 'set the cursor of a stream: the next run resumes from it').option(
    '--file <path>',
    'file with the cursor; - for standard input',
  );
  set.action(async (source: string, stream: string, text?: string) => {
    const options = set.opts<EditOptions>();
    const cursor = parseCursor(await readCursorText(text, options.file));
    await withRuntime({ fetches: false }, async (runtime) => {
      const name = requireFirst(await knownStreams(runtime, source, stream));
      await checkState(runtime, { source, stream: name, cursor });
      await applyEdit(runtime, { source, streams: [name], cursor, options });
    });
  });
  edit(
    'clear <source> [stream]',
    'clear the state of a stream, or of all streams of a source: the next run reads from the beginning',
  ).action((source: string, stream: string | undefined, options: EditOptions) =>
    withRuntime({ fetches: false }, async (runtime) => {
      const streams = await knownStreams(runtime, source, stream);
      if (options.revision !== undefined && streams.length > 1) throw new UsageError('--revision applies to one stream: give its name');
      await applyEdit(runtime, { source, streams, options });
    }),
  );
};

interface Edit {
  source: string;
  streams: string[];
  cursor?: Json;
  options: EditOptions;
}

const applyEdit = async ({ engine, clock }: Runtime, { source, streams, cursor, options }: Edit): Promise<void> => {
  const { revision, why, json } = options;
  const ports = { streamStates: engine.streamStates, audit: engine.audit, clock };
  const edited: object[] = [];
  for (const stream of streams) {
    const after = await editState(ports, { source, stream, cursor, revision }, { ...osUser(), why: why ?? null });
    edited.push({ source, stream, revision: after.revision, cursor: after.state?.cursor ?? null });
    const effect = after.state ? `resumes from ${toJsonText(after.state.cursor)}` : 'reads from the beginning';
    if (!json) process.stdout.write(`${paint.bold(`${source}.${stream}`)}  the next run ${effect}\n`);
  }
  if (json) printJson({ streams: edited });
};

const readCursorText = async (text: string | undefined, file: string | undefined): Promise<string> => {
  const unclear = 'give the cursor or --file, not both';
  if (text !== undefined) {
    if (file !== undefined) throw new UsageError(unclear);
    return text;
  }
  if (file === undefined) throw new UsageError(unclear);
  const reading = file === '-' ? textFrom(process.stdin) : readFile(resolve(workingDirectory(), file), 'utf8');
  return reading.catch((error: Error) => {
    throw new UsageError(`--file: ${error.message}`);
  });
};

const checkState = async (
  { catalog }: Runtime,
  { source, stream, cursor }: { source: string; stream: string; cursor: Json },
): Promise<void> => {
  const found = (await catalog.get(source))?.streams.find(({ name }) => name === stream);
  if (found) await checkCursor(found, cursor, 'this cursor');
};
