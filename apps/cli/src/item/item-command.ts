import type { Command } from 'commander';
import { toJsonText } from '@twl/json';
import { NotFoundError } from '@twl/ports';
import type { Runtime } from '@twl/runtime';
import { printJson } from '../output/json';
import { printText } from '../output/print';
import { UsageError } from '../output/report-failure';
import { parseWholeNumber } from '../output/whole-number';
import { withRuntime } from '../with-runtime';

interface ItemOptions {
  limit: string;
  follow?: boolean;
  json?: boolean;
}

/** `twl item`: shows items of the DynamoDB table of the AWS engine. */
export const addItem = (program: Command): void => {
  program
    .command('item <pk> [sk]')
    .description(
      'show an item of the DynamoDB table with full attribute names, readable times and decompressed bodies; without a sort key all items of the partition',
    )
    .option('--limit <count>', 'maximum number of items', '20')
    .option('--follow', 'also read bodies that are stored in the bucket')
    .option('--json', 'print { items: [...] }')
    .action((pk: string, sk: string | undefined, options: ItemOptions) =>
      withRuntime({ fetches: false }, (runtime) => showItems(runtime, { pk, sk }, options)),
    );
};

const showItems = async (
  { aws, config }: Runtime,
  { pk, sk }: { pk: string; sk: string | undefined },
  options: ItemOptions,
): Promise<void> => {
  if (!aws)
    throw new UsageError(
      `twl item reads the DynamoDB table of the AWS engine (ENGINE=aws); this is the local engine, which stores its data in ${config.dataDir}`,
    );
  const limit = parseWholeNumber('--limit', options.limit);
  const items = await aws.items.read({ pk, sk, limit, follows: options.follow === true });
  if (items.length === 0) throw new NotFoundError('item', sk === undefined ? pk : `${pk}, ${sk}`);
  if (options.json) printJson({ items });
  else for (const item of items) await printText(`${toJsonText(item, 2)}\n`);
};
