import type { Engine } from '@twl/ports';
import {
  analyticsContract,
  auditLogContract,
  contractNotesContract,
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
  streamStateContract,
} from '@twl/ports/testing';
import { emulatedStores } from '../testing/emulated-stores';

const open = async () => {
  const clock = new ManualClock();
  const { stores, close } = await emulatedStores({ clock });
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
  analyticsContract,
  failureStoreContract,
  auditLogContract,
  oddValuesContract,
])
  contract('DynamoDB', open);
