import type { Command } from 'commander';
import type { Source, SourceStream } from '@twl/ports';
import { paint } from '../output/paint';
import { noteLines } from '../output/run-view';
import { print } from '../output/print';
import { progressLine } from '../output/progress-line';
import { say, waitText } from '../output/say';
import { stoppedByHand } from '../output/stopped-by-hand';
import { UsageError } from '../output/report-failure';
import { withSources } from '../with-runtime';
import type { ReadCounts } from './read';

/** `twl source read NAME [STREAM]`: the connector alone, for other programs. */
export const addRead = (source: Command): void => {
  source
    .command('read <name> [stream]')
    .description('read a stream to its end and print its records, one JSON object a line; keeps nothing')
    .option('--state <file>', 'go on from the state in this file, if it is there, and keep the new one in it')
    .option('--live', 'call the public address, not the simulator')
    .action(read);
};

const read = (name: string, wanted: string | undefined, { live, state }: { live?: boolean; state?: string }): Promise<void> =>
  withSources({ live, fetches: true }, async (sources) => {
    const { loadedSource } = await import('./loaded-source');
    const { readStream } = await import('./read');
    const { loadState, saveState } = await import('./state-file');
    const stream = await theStream(await loadedSource(sources, name), wanted);
    const cursor = state === undefined ? null : await loadState(state, stream);
    const progress = progressLine();
    const counts = await readStream(stream, cursor, {
      signal: stoppedByHand(),
      write: print,
      counted: (sofar) => progress(sofar.end ? '' : countText(sofar)),
      waits: (reason, ms) => say(paint.yellow(waitText(ms, reason))),
    });
    if (state !== undefined && counts.cursor !== undefined) await saveState(state, counts.cursor);
    const isWhole = counts.end?.state === 'complete';
    const why = isWhole ? '' : paint.red(` (${[counts.end?.state, counts.end?.reason].filter(Boolean).join(': ')})`);
    say(`${stream.source}.${stream.name}: ${countText(counts)}${why}`);
    for (const line of noteLines(counts.end ?? {})) say(line);
    if (!isWhole || counts.refused > 0) process.exitCode = 1;
  });

const theStream = async (source: Source, wanted: string | undefined): Promise<SourceStream> => {
  const { chosenStreams } = await import('./loaded-source');
  const [first, ...others] = chosenStreams(source, wanted);
  if (first && others.length === 0) return first;
  const names = source.streams.map(({ name }) => name).join(', ');
  throw new UsageError(`${source.name} has several streams, name one of them: ${names}`);
};

const countText = ({ records, pages, refused, why }: ReadCounts): string => {
  const bad = refused > 0 ? paint.red(`, ${refused} refused (${why})`) : '';
  return `${records} ${records === 1 ? 'record' : 'records'} of ${pages} ${pages === 1 ? 'page' : 'pages'}${bad}`;
};
