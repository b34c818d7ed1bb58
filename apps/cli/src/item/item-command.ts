import type { Command } from 'commander';
import { toJsonText } from '@twl/json';
import { NotFoundError } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { printJson } from '../output/json';
import { print } from '../output/print';
import { UsageError } from '../output/report-failure';
import { wholeNumber } from '../output/whole-number';
import { withRuntime } from '../with-runtime';

interface ItemOptions {
  limit: string;
  follow?: boolean;
  json?: boolean;
}

/** `twl item`: what stands in the table of the AWS engine, in full. */
export const addItem = (program: Command): void => {
  program
    .command('item <pk> [sk]')
    .description(
      'show an item of the DynamoDB table with full names, times and bodies unpacked; without the second key those of the partition',
    )
    .option('--limit <count>', 'at most this many of a partition', '20')
    .option('--follow', 'read bodies that lie in the bucket too')
    .option('--json', 'print { items: [...] }')
    .action((pk: string, sk: string | undefined, options: ItemOptions) =>
      withRuntime({ fetches: false }, (runtime) => show(runtime, { pk, sk }, options)),
    );
};

const show = async ({ aws, config }: Runtime, { pk, sk }: { pk: string; sk: string | undefined }, options: ItemOptions): Promise<void> => {
  if (!aws)
    throw new UsageError(
      `twl item reads the DynamoDB table of the AWS engine (ENGINE=aws); this is the local engine, which keeps everything in ${config.dataDir}`,
    );
  const limit = wholeNumber('--limit', options.limit);
  const items = await aws.items.read({ pk, sk, limit, follows: options.follow === true });
  if (items.length === 0) throw new NotFoundError('item', sk === undefined ? pk : `${pk}, ${sk}`);
  if (options.json) printJson({ items });
  else for (const item of items) await print(`${toJsonText(item, 2)}\n`);
};
