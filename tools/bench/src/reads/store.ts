import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drain } from '../processing/drain';
import { fill } from '../processing/fill';
import { openWorkspace } from '../processing/workspace';

/** Records of the stream `parcels`, which came in one page of 12 MB. */
export const parcels = 20_000;

/** The streams of the store. */
const streams = ['orders', 'parcels'] as const;

/**
 * A store with so many records in the stream `orders`, in pages of 1,000, and one large page in the stream `parcels`, made by the product itself. It is
 * kept in the folder for temporary files and used again. Gives its folder.
 */
export const storeOf = async (records: number): Promise<string> => {
  const folder = join(tmpdir(), `twl-bench-reads-${records}`);
  if (existsSync(join(folder, 'ready'))) return folder;
  process.stderr.write(`making a store of ${records} records in ${folder}: a minute or two for each million\n`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const workspace = await openWorkspace(folder, undefined, streams);
  const [orders, large] = workspace.streams;
  await fill(workspace, { records, pageSize: 1000, revision: 0, changedPercent: 0 });
  await fill({ ...workspace, stream: large! }, { records: parcels, pageSize: parcels, revision: 1, changedPercent: 0 });
  await drain({ ...workspace, stream: orders! });
  await workspace.engine.close();
  // Nobody is to call the address that it names.
  writeFileSync(join(folder, 'sources/shop/source.yaml'), 'name: shop\nenabled: false\n');
  writeFileSync(join(folder, 'ready'), '');
  return folder;
};
