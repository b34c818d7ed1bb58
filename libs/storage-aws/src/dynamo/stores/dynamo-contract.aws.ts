import type { Engine } from '@twl/ports';
import {
  alertStoreContract,
  analyticsContract,
  auditLogContract,
  changeFeedContract,
  contractNotesContract,
  credentialStoreContract,
  deletionsContract,
  expiryContract,
  failureStoreContract,
  generationContract,
  ManualClock,
  oddValuesContract,
  pageLedgerContract,
  recordReaderContract,
  recordStoreContract,
  recordWalkContract,
  runStoreContract,
  sourcePausesContract,
  streamStateContract,
} from '@twl/ports/testing';
import { emulatedStores } from '../../testing/emulated-stores';
import { expectDescribed, itemsIn } from '../../testing/read-table';
import { itemKinds } from '../items/described/item-kinds';

/** The kinds and attributes of items that the suites wrote. */
const seen = new Set<string>();

const open = async () => {
  const clock = new ManualClock();
  const opened = await emulatedStores({ clock });
  const { stores } = opened;
  const close = async () => {
    try {
      expectDescribed(await itemsIn(opened), seen);
    } finally {
      await opened.close();
    }
  };
  return { engine: { ...stores, close } as unknown as Engine, advance: (ms: number) => clock.advance(ms), close };
};

for (const contract of [
  runStoreContract,
  streamStateContract,
  pageLedgerContract,
  recordStoreContract,
  generationContract,
  contractNotesContract,
  deletionsContract,
  expiryContract,
  recordReaderContract,
  recordWalkContract,
  changeFeedContract,
  analyticsContract,
  failureStoreContract,
  auditLogContract,
  credentialStoreContract,
  sourcePausesContract,
  alertStoreContract,
  oddValuesContract,
])
  contract('DynamoDB', open);

/** Attributes that need usage, a long history or a certain moment: item-reader.aws.ts makes the stores write all but the last. */
const isSeldom = (attribute: string): boolean => /^progress\.(u|duplicate)|record\.h$|^stream\.unfinished$/.test(attribute);

/** Every described item is written by a suite. Runs last, because it uses the items of the suites above. */
it('every kind of item, and every attribute of it, that is described is written', () => {
  const described = itemKinds.flatMap(({ name, letters }) => [name, ...Object.keys(letters).map((attribute) => `${name}.${attribute}`)]);
  expect(described.filter((one) => !seen.has(one) && !isSeldom(one))).toEqual([]);
});
