import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { resolve } from 'node:path';
import { workingDirectory } from '../../output/relative-paths';
import { paint } from '../../output/paint';
import { UsageError } from '../../output/report-failure';
import { findStoredSet, short, withBucketOptions, withSets, type BucketOptions } from './with-sets';

/** `twl sources pull FOLDER`: the deployed sources as files. */
export const addPull = (source: Command): void => {
  const command = source
    .command('pull <folder>')
    .description('write the deployed sources to a new folder')
    .option('--set <digest>', 'the sources of an earlier push');
  withBucketOptions(command).action(pull);
};

const pull = (folder: string, { set, ...bucket }: BucketOptions & { set?: string }): Promise<void> =>
  withSets(bucket, async (opened, config) => {
    const target = resolve(workingDirectory(), folder);
    if (existsSync(target)) throw new UsageError(`${folder} exists already: name a new folder`);
    const digest = set === undefined ? (await opened.sets.pointer())?.digest : await findStoredSet(opened, set);
    if (digest === undefined) throw new UsageError(`no sources were ever pushed to bucket ${config.bucket}`);
    await opened.sets.unpack(digest, target);
    process.stdout.write(`${paint.green('written')}  ${folder}: the sources ${short(digest)}\n`);
  });
