import type { Command } from 'commander';
import { join } from 'node:path';
import type { CaseResult } from '@twl/connector';
import type { OpenedSources } from '@twl/runtime';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { UsageError } from '../output/report-failure';
import { typed } from '../output/typed';
import { withSources } from '../with-runtime';
import { fromHere } from '../output/from-here';

interface TestedSource {
  source: string;
  cases: CaseResult[];
}

/** `twl source test [NAME] [STREAM]`: tests sources against their fixtures. */
export const addTest = (source: Command): void => {
  source
    .command('test [name] [stream]')
    .description('replay the fixtures of a source, or of all that have some, with the network off, and check what a source must keep to')
    .option('--json', 'print { sources: [{ source, cases: [{ stream, name, state, why }] }] }')
    .action(test);
};

const test = (name: string | undefined, stream: string | undefined, { json }: { json?: boolean }): Promise<void> =>
  withSources({ fetches: false }, async (sources) => {
    const tested: TestedSource[] = [];
    for (const source of await namesOf(sources, name)) tested.push({ source, cases: await testOne(sources, source, stream) });
    if (json) printJson({ sources: tested });
    else for (const each of tested) process.stdout.write(`${lines(each).join('\n')}\n`);
    if (tested.some(({ cases }) => cases.some(({ state }) => state === 'fail'))) process.exitCode = 1;
  });

/** @throws UsageError where nothing was recorded: a test of nothing proves nothing */
const namesOf = async (sources: OpenedSources, name: string | undefined): Promise<string[]> => {
  const { hasFixtures } = await import('../lazy/connector');
  const { sourceFolder } = await import('./loaded-source');
  if (name !== undefined) {
    if (await hasFixtures(await sourceFolder(sources, name))) return [name];
    throw new UsageError(`${name} has no fixtures: make some with: ${typed(`source record ${name}`)}`);
  }
  const names: string[] = [];
  for (const each of await sources.catalog.list()) if (await hasFixtures(join(sources.config.sourcesDir, each.name))) names.push(each.name);
  if (names.length === 0) throw new UsageError(`no source has fixtures: make some with: ${typed('source record NAME')}`);
  return names;
};

const testOne = async ({ dependencies, config }: OpenedSources, name: string, stream: string | undefined): Promise<CaseResult[]> => {
  const { testSource } = await import('../lazy/connector');
  const { secrets, customComponents } = dependencies;
  const cases = await testSource(join(config.sourcesDir, name), { secrets, customComponents, stream });
  if (stream !== undefined && !cases.some((each) => each.stream === stream || (each.stream === null && each.state === 'fail')))
    throw new UsageError(`there is no stream ${JSON.stringify(`${name}.${stream}`)}`);
  return cases.map((each) => ({ ...each, why: fromHere(each.why, config.sourcesDir) }));
};

const marks = { pass: paint.green('pass'), fail: paint.red('fail'), skip: paint.dim('skip') };

const lines = ({ source, cases }: TestedSource): string[] =>
  cases.map(({ stream, name, state, why }) => `${marks[state]}  ${stream === null ? source : `${source}.${stream}`}  ${name}: ${why}`);
