import type { Command } from 'commander';
import { NotFoundError, type Source } from '@twl/ports';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { typed } from '../output/typed';
import { withSources } from '../with-runtime';
import { fromHere } from '../output/from-here';

/** `twl source check [NAME]`: says everything that is wrong with sources. */
export const addCheck = (source: Command): void => {
  source
    .command('check [name]')
    .description('validate one source, or all: every problem at once, with file:line:column')
    .option('--json', 'print { sources: [{ name, streams, problems, warnings }] }')
    .action(check);
};

const check = (name: string | undefined, { json }: { json?: boolean }): Promise<void> =>
  withSources({ fetches: false }, async ({ catalog, config }) => {
    const sources = name === undefined ? await catalog.list() : [await catalog.get(name)].filter((source) => source !== undefined);
    if (name !== undefined && sources.length === 0) throw new NotFoundError('source', name);
    const placed = (lines: readonly string[] = []) => lines.map((text) => fromHere(text, config.sourcesDir));
    const checked = sources.map((source) => ({ ...source, problems: placed(source.problems), warnings: placed(source.warnings) }));
    if (json) printJson({ sources: checked.map(view) });
    else for (const source of checked) process.stdout.write(`${checkLines(source).join('\n')}\n`);
    if (sources.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
  });

const view = ({ name, streams, problems, warnings = [] }: Source): object => ({
  name,
  streams: streams.map((stream) => stream.name),
  problems,
  warnings,
});

/** What a check says of one source, for a person. */
export const checkLines = ({ name, streams, problems, warnings = [], discovery }: Source): string[] => {
  const notes = warnings.map((each) => `${paint.yellow('note')}   ${each}`);
  if (problems.length > 0)
    return [`${paint.red('wrong')}  ${name}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`, ...problems, ...notes];
  const names = streams.map((stream) => stream.name).join(', ');
  const unknown =
    discovery && !discovery.known ? `the streams are known once the source was asked: ${typed(`source preview ${name}`)}` : '';
  return [`${paint.green('ok')}  ${name}: ${[names, unknown].filter(Boolean).join('; ')}`, ...notes];
};
