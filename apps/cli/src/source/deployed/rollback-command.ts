import type { Command } from 'commander';
import { osUser } from '../../audit/os-user';
import { askConfirmation } from '../../output/ask-confirmation';
import { paint } from '../../output/paint';
import { UsageError } from '../../output/report-failure';
import { printMessage } from '../../output/message';
import { changesText, setChanges } from './set-changes';
import { findStoredSet, short, withBucketOptions, withSets, type BucketOptions } from './with-sets';

/** `twl sources rollback`: deploys an earlier push again. */
export const addRollback = (source: Command): void => {
  const command = source
    .command('rollback [digest]')
    .description('deploy an earlier push again; by default the one before the last')
    .option('--yes', 'do not ask');
  withBucketOptions(command).action(rollback);
};

const rollback = (begin: string | undefined, { yes, ...bucket }: BucketOptions & { yes?: boolean }): Promise<void> =>
  withSets(bucket, async (opened, config) => {
    const { sets } = opened;
    const seen = await sets.pointer();
    const digest = begin === undefined ? seen?.previous : await findStoredSet(opened, begin);
    if (!seen || digest === undefined) throw new UsageError(`bucket ${config.bucket} has no earlier push`);
    const [now, then] = [await sets.load(seen.digest), await sets.load(digest)];
    if (!then) throw new UsageError(`the set of sources ${short(digest)} is not stored any more`);
    printMessage(
      `bucket ${config.bucket}, from ${short(seen.digest)} to ${short(digest)}: ${changesText(setChanges(now ?? new Map(), then))}`,
    );
    if (!(await askConfirmation('deploy these sources?', yes))) {
      process.exitCode = 1;
      return printMessage('nothing was deployed');
    }
    await sets.moveTo({ digest, pushedAt: new Date().toISOString(), pushedBy: osUser().who }, seen);
    printMessage(`${paint.green('deployed')}  ${short(digest)}`);
  });
