import type { Command } from 'commander';
import { printJson } from '../../output/json';
import { commandText } from '../../output/command-text';
import { short, withBucketOptions, withSets, type BucketOptions } from './with-sets';

/** `twl sources deployed`: shows the sources that are deployed on AWS, and the stored sets. */
export const addDeployed = (source: Command): void => {
  const command = source
    .command('deployed')
    .description('show the sources that are deployed on AWS, who pushed them and when, and the earlier sets')
    .option('--json', 'print { digest, pushedAt, pushedBy, sources, sets: [{ digest, storedAt }] }');
  withBucketOptions(command).action(show);
};

const show = ({ json, ...bucket }: BucketOptions & { json?: boolean }): Promise<void> =>
  withSets(bucket, async ({ sets }, config) => {
    const pointer = await sets.pointer();
    const set = pointer && (await sets.load(pointer.digest));
    const sources = [...new Set([...(set?.keys() ?? [])].map((path) => path.split('/', 1)[0] ?? path))].sort();
    const stored = await sets.list();
    const { digest, pushedAt, pushedBy } = pointer ?? {};
    if (json) return printJson({ digest: digest ?? null, pushedAt: pushedAt ?? null, pushedBy: pushedBy ?? null, sources, sets: stored });
    const lines = stored.map((each) => `${each.digest === digest ? '*' : ' '} ${short(each.digest)}  ${each.storedAt}`);
    const title = pointer
      ? `bucket ${config.bucket}: ${short(pointer.digest)}, pushed ${pushedAt} by ${pushedBy}: ${sources.join(', ')}`
      : `bucket ${config.bucket}: no sources were ever pushed (${commandText('sources push')})`;
    process.stdout.write(`${[title, ...lines].join('\n')}\n`);
  });
