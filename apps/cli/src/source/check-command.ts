import type { Command } from 'commander';
import { NotFoundError, type Source } from '@twl/ports';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { commandText } from '../output/command-text';
import { withSources } from '../with-runtime';
import { withRelativePaths } from '../output/relative-paths';

/** `twl source check [NAME]`: reports all problems of sources. */
export const addCheck = (source: Command): void => {
  source
    .command('check [name]')
    .description('validate one source or all; reports every problem with file:line:column')
    .option('--json', 'print { sources: [{ name, streams, problems, warnings }] }')
    .action(checkSources);
};

const checkSources = (name: string | undefined, { json }: { json?: boolean }): Promise<void> =>
  withSources({ fetches: false }, async ({ catalog, config }) => {
    const sources = name === undefined ? await catalog.list() : [await catalog.get(name)].filter((source) => source !== undefined);
    if (name !== undefined && sources.length === 0) throw new NotFoundError('source', name);
    const withPaths = (lines: readonly string[] = []) => lines.map((text) => withRelativePaths(text, config.sourcesDir));
    const checked = sources.map((source) => ({ ...source, problems: withPaths(source.problems), warnings: withPaths(source.warnings) }));
    if (json) printJson({ sources: checked.map(sourceView) });
    else for (const source of checked) process.stdout.write(`${checkLines(source).join('\n')}\n`);
    if (sources.some(({ problems }) => problems.length > 0)) process.exitCode = 1;
  });

const sourceView = ({ name, streams, problems, warnings = [] }: Source): object => ({
  name,
  streams: streams.map((stream) => stream.name),
  problems,
  warnings,
});

/** Formats the result of a check of one source. */
export const checkLines = ({ name, streams, problems, warnings = [], discovery }: Source): string[] => {
  const notes = warnings.map((each) => `${paint.yellow('note')}   ${each}`);
  if (problems.length > 0)
    return [`${paint.red('wrong')}  ${name}: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`, ...problems, ...notes];
  const names = streams.map((stream) => stream.name).join(', ');
  const unknown =
    discovery && !discovery.known ? `its streams are discovered with the first requests: ${commandText(`source preview ${name}`)}` : '';
  return [`${paint.green('ok')}  ${name}: ${[names, unknown].filter(Boolean).join('; ')}`, ...notes];
};
