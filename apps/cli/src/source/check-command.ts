import type { Command } from 'commander';
import { NotFoundError, type Source } from '@twl/ports';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { withRuntime } from '../with-runtime';

/** `twl source check [NAME]`: says everything that is wrong with sources. */
export const addCheck = (source: Command): void => {
  source
    .command('check [name]')
    .description('validate one source, or all: every problem at once, with file:line:column')
    .option('--json', 'print { sources: [{ name, streams, problems }] }')
    .action(check);
};

const check = (name: string | undefined, { json }: { json?: boolean }): Promise<void> =>
  withRuntime({ fetches: false }, async ({ catalog }) => {
    const sources = (await catalog.list()).filter((source) => name === undefined || source.name === name);
    if (name !== undefined && sources.length === 0) throw new NotFoundError('source', name);
    if (json) printJson({ sources: sources.map(view) });
    else for (const source of sources) process.stdout.write(`${lines(source).join('\n')}\n`);
    if (sources.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
  });

const view = ({ name, streams, problems }: Source): object => ({ name, streams: streams.map((stream) => stream.name), problems });

const lines = ({ name, streams, problems, discovery }: Source): string[] => {
  const names = streams.map((stream) => stream.name);
  if (discovery?.known === false) names.push('streams that the source names when it is run or previewed');
  if (problems.length === 0) return [`${paint.green('ok')}  ${name}: ${names.join(', ')}`];
  return [`${paint.red('wrong')}  ${name}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`, ...problems];
};
