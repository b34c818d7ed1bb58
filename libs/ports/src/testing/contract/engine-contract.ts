import { analyticsContract } from './analytics-contract';
import { auditLogContract } from './audit-log-contract';
import { contractNotesContract } from './contract-notes-contract';
import { deletionsContract } from './deletions-contract';
import { expiryContract } from './expiry-contract';
import { failureStoreContract } from './failure-store-contract';
import { generationContract } from './generation-contract';
import { oddValuesContract } from './odd-values-contract';
import type { OpenEngine } from './opened-engine';
import { pageLedgerContract } from './page-ledger-contract';
import { rawStoreContract } from './raw-store-contract';
import { recordReaderContract } from './record-reader-contract';
import { recordStoreContract } from './record-store-contract';
import { recordWalkContract } from './record-walk-contract';
import { runStoreContract } from './run-store-contract';
import { streamStateContract } from './stream-state-contract';
import { workQueueContract } from './work-queue-contract';

/** Every contract suite of the storage ports, for one engine. */
export const engineContract = (name: string, open: OpenEngine): void => {
  rawStoreContract(name, open);
  workQueueContract(name, open);
  runStoreContract(name, open);
  streamStateContract(name, open);
  pageLedgerContract(name, open);
  recordStoreContract(name, open);
  generationContract(name, open);
  contractNotesContract(name, open);
  deletionsContract(name, open);
  expiryContract(name, open);
  recordReaderContract(name, open);
  recordWalkContract(name, open);
  analyticsContract(name, open);
  failureStoreContract(name, open);
  auditLogContract(name, open);
  oddValuesContract(name, open);
};
