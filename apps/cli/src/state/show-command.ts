import type { Command } from 'commander';
import { toJsonText } from '@twl/json';
import type { RememberedState } from '@twl/ports';
import { printJson } from '../output/json';
import { paint } from '../output/paint';
import { withRuntime } from '../with-runtime';
import { knownStreams } from './known-streams';

/** `twl state show SOURCE [STREAM]`. */
export const addShow = (state: Command): void => {
  state
    .command('show <source> [stream]')
    .description('show the cursor of each stream, and its validators of unchanged responses')
    .option('--json', 'print { streams: [{ source, stream, revision, cursor, validators }] }')
    .action(showStates);
};

const showStates = (source: string, stream: string | undefined, { json }: { json?: boolean }): Promise<void> =>
  withRuntime({ fetches: false }, async (runtime) => {
    const states: ({ source: string; stream: string } & RememberedState)[] = [];
    for (const name of await knownStreams(runtime, source, stream))
      states.push({ source, stream: name, ...(await runtime.engine.streamStates.remembered(source, name)) });
    if (json)
      printJson({
        streams: states.map(({ state, ...rest }) => ({ ...rest, cursor: state?.cursor ?? null, validators: state?.validators ?? {} })),
      });
    else states.forEach(printState);
  });

const printState = ({ source, stream, revision, state }: { source: string; stream: string } & RememberedState): void => {
  const out = (text: string): void => void process.stdout.write(`${text}\n`);
  out(`${paint.bold(`${source}.${stream}`)}  ${paint.dim(`revision ${revision.slice(0, 64)}`)}`);
  if (!state) return out('  no state: the next run reads from the beginning');
  out(
    `  cursor: ${state.cursor === null ? 'none: every run reads from the beginning' : toJsonText(state.cursor, 2).replace(/\n/g, '\n  ')}`,
  );
  for (const [line, { etag, lastModified, sha256, page }] of Object.entries(state.validators)) {
    const facts = [etag && `etag ${etag}`, lastModified && `last modified ${lastModified}`, `sha256 ${sha256.slice(0, 12)}`];
    out(`  ${line}  ${paint.dim(`${facts.filter(Boolean).join(', ')}, page ${page.pageIndex} of run ${page.runId}`)}`);
  }
};
