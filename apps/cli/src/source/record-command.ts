import type { Command } from 'commander';
import { join } from 'node:path';
import { paint } from '../output/paint';
import { typed } from '../output/typed';
import { wholeNumber } from '../output/whole-number';
import { withSources } from '../with-runtime';
import { pathFromHere } from '../output/from-here';

interface RecordCommandOptions {
  pages: string;
  live?: boolean;
}

const mostPages = 100;

/** `twl source record NAME [STREAM]`: keeps what a source is asked and answers, for tests without a network. */
export const addRecord = (source: Command): void => {
  source
    .command('record <name> [stream]')
    .description('read a source and keep what was asked and answered under its fixtures/, without secrets and redacted fields')
    .option('-p, --pages <count>', `pages to record of each read, up to ${mostPages}`, '3')
    .option('--live', 'call the public address, not the simulator')
    .action(record);
};

const record = (name: string, stream: string | undefined, { pages, live }: RecordCommandOptions): Promise<void> => {
  const maxPages = wholeNumber('--pages', pages, mostPages);
  return withSources({ live, fetches: true }, async (sources) => {
    const { recordStream, RecordingError, writeRecording } = await import('../lazy/connector');
    const { chosenStreams, loadedSource, sourceFolder } = await import('./loaded-source');
    const folder = await sourceFolder(sources, name);
    for (const each of chosenStreams(await loadedSource(sources, name), stream)) {
      try {
        const recording = await recordStream(folder, { stream: each.name, maxPages, dependencies: sources.dependencies });
        const target = await writeRecording(join(folder, 'fixtures'), recording);
        process.stdout.write(`${paint.green('recorded')}  ${each.name}  ${readsText(recording)}  ${pathFromHere(target)}\n`);
      } catch (error) {
        if (!(error instanceof RecordingError)) throw error;
        process.stdout.write(`${paint.red('failed')}    ${each.name}  ${error.message}\n`);
        process.exitCode = 1;
      }
    }
    if (process.exitCode !== 1) process.stdout.write(`Now: ${typed(`source test ${name}`)}\n`);
  });
};

const readsText = ({ reads }: { reads: Partial<Record<string, { pages: number; end: string }>> }): string =>
  Object.entries(reads)
    .flatMap(([name, read]) =>
      read ? [`${name}: ${read.pages} ${read.pages === 1 ? 'page' : 'pages'}${read.end === 'complete' ? '' : ` (${read.end})`}`] : [],
    )
    .join(', ');
