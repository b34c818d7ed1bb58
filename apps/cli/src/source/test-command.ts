import type { Command } from 'commander';
import { join } from 'node:path';
import type { CaseResult } from '@twl/connector';
import type { OpenedSources } from '@twl/runtime';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { commandText } from '../output/command-text';
import { withSources } from '../with-runtime';
import { withRelativePaths } from '../output/relative-paths';

interface TestedSource {
  source: string;
  cases: CaseResult[];
}

/** `twl source test [NAME] [STREAM]`: tests sources against their fixtures. */
export const addTest = (source: Command): void => {
  source
    .command('test [name] [stream]')
    .description('test a source, or all sources with fixtures, against recorded responses without network access')
    .option('--json', 'print { sources: [{ source, cases: [{ stream, name, state, why }] }] }')
    .action(testSources);
};

const testSources = (name: string | undefined, stream: string | undefined, { json }: { json?: boolean }): Promise<void> =>
  withSources({ fetches: false }, async (sources) => {
    const tested: TestedSource[] = [];
    for (const source of await namesOf(sources, name)) tested.push({ source, cases: await testOne(sources, source, stream) });
    if (json) printJson({ sources: tested });
    else for (const each of tested) process.stdout.write(`${caseLines(each).join('\n')}\n`);
    if (tested.some(({ cases }) => cases.some(({ state }) => state === 'fail'))) process.exitCode = 1;
  });

/** @throws UsageError if no source has fixtures */
const namesOf = async (sources: OpenedSources, name: string | undefined): Promise<string[]> => {
  const { hasFixtures } = await import('../lazy/connector');
  const { sourceFolder } = await import('./load-source');
  if (name !== undefined) {
    if (await hasFixtures(await sourceFolder(sources, name))) return [name];
    throw new UsageError(`${name} has no fixtures; record some with: ${commandText(`source record ${name}`)}`);
  }
  const names: string[] = [];
  for (const each of await sources.catalog.list()) if (await hasFixtures(join(sources.config.sourcesDir, each.name))) names.push(each.name);
  if (names.length === 0) throw new UsageError(`no source has fixtures; record some with: ${commandText('source record NAME')}`);
  return names;
};

const testOne = async ({ dependencies, config }: OpenedSources, name: string, stream: string | undefined): Promise<CaseResult[]> => {
  const { testSource } = await import('../lazy/connector');
  const { secrets, customComponents } = dependencies;
  const cases = await testSource(join(config.sourcesDir, name), { secrets, customComponents, stream });
  if (stream !== undefined && !cases.some((each) => each.stream === stream || (each.stream === null && each.state === 'fail')))
    throw new UsageError(`there is no stream ${JSON.stringify(`${name}.${stream}`)}`);
  return cases.map((each) => ({ ...each, why: withRelativePaths(each.why, config.sourcesDir) }));
};

const marks = { pass: paint.green('pass'), fail: paint.red('fail'), skip: paint.dim('skip') };

const caseLines = ({ source, cases }: TestedSource): string[] =>
  cases.map(({ stream, name, state, why }) => `${marks[state]}  ${stream === null ? source : `${source}.${stream}`}  ${name}: ${why}`);
