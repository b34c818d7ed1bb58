import type { Command } from 'commander';
import type { OpenedSourceSets } from '@twl/runtime';
import { osUser } from '../../audit/os-user';
import { askConfirmation } from '../../output/ask-confirmation';
import { printJson } from '../../output/json';
import { paint } from '../../output/paint';
import { printMessage } from '../../output/message';
import { commandText } from '../../output/command-text';
import { checkLines } from '../check-command';
import { checkedSet, type CheckedSet } from './checked-set';
import { changesText, setChanges, type SetChanges } from './set-changes';
import { short, withBucketOptions, withSets, type BucketOptions } from './with-sets';

interface PushOptions extends BucketOptions {
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
}

/** `twl sources push`: deploys the folder of sources, all of it at once. */
export const addPush = (source: Command): void => {
  const command = source
    .command('push')
    .description('deploy the folder of sources to AWS: checks all of them, lists the changes, and deploys them in one step')
    .option('--dry-run', 'only check the sources and list the changes')
    .option('--yes', 'do not ask')
    .option('--json', 'print { digest, new, changed, removed, unchanged, secrets, problems, pushed }');
  withBucketOptions(command).action(push);
};

const push = (options: PushOptions): Promise<void> =>
  withSets(options, async (opened, config) => {
    const checked = await checkedSet(opened, config);
    const problems = checked.sources.flatMap((source) => source.problems);
    const seen = await opened.sets.pointer();
    const before = seen && (await opened.sets.load(seen.digest));
    const changes = setChanges(before ?? new Map(), checked.set);
    if (!options.json) tell(checked, { changes, bucket: config.bucket });
    const isSame = before !== undefined && changes.new.length + changes.changed.length + changes.removed.length === 0;
    const goes = problems.length === 0 && !isSame && !options.dryRun && (await askConfirmation('deploy these sources?', options.yes));
    const digest = goes ? await carryOut(opened, checked, seen) : undefined;
    if (options.json) printJson({ digest: digest ?? null, ...changes, secrets: checked.secrets, problems, pushed: goes });
    else printMessage(ending({ digest, problems, isSame }));
    if (problems.length > 0 || (!goes && !isSame && !options.dryRun)) process.exitCode = 1;
  });

const carryOut = async (
  { sets }: OpenedSourceSets,
  { set }: CheckedSet,
  seen: Awaited<ReturnType<OpenedSourceSets['sets']['pointer']>>,
): Promise<string> => {
  const digest = await sets.keep(set);
  await sets.moveTo({ digest, pushedAt: new Date().toISOString(), pushedBy: osUser().who }, seen);
  return digest;
};

const tell = ({ sources, secrets }: CheckedSet, { changes, bucket }: { changes: SetChanges; bucket: string }): void => {
  for (const source of sources) process.stdout.write(`${checkLines(source).join('\n')}\n`);
  process.stdout.write(`bucket ${bucket}: ${changesText(changes)}\n`);
  if (changes.removed.length > 0) process.stdout.write('removed sources keep their records, and fetch no more\n');
  if (secrets.length > 0) process.stdout.write(`required secrets: ${secrets.join(', ')}\n`);
};

const ending = ({ digest, problems, isSame }: { digest: string | undefined; problems: string[]; isSame: boolean }): string => {
  if (problems.length > 0) return paint.red('nothing was pushed: correct the problems first');
  if (isSame) return 'these sources are deployed already';
  if (digest === undefined) return 'nothing was pushed';
  return `${paint.green('pushed')}  ${short(digest)}: active within half a minute; to undo it: ${commandText('sources rollback')}`;
};
