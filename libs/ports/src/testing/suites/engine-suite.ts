import { analyticsContract } from './analytics-suite';
import { auditLogContract } from './audit-log-suite';
import { contractNotesContract } from './records/contract-notes-suite';
import { credentialStoreContract } from './credential-store-suite';
import { deletionsContract } from './records/deletions-suite';
import { expiryContract } from './records/expiry-suite';
import { failureStoreContract } from './failure-store-suite';
import { generationContract } from './records/generation-suite';
import { oddValuesContract } from './records/odd-values-suite';
import type { OpenEngine } from './opened-engine';
import { pageLedgerContract } from './page-ledger-suite';
import { rawStoreContract } from './raw-store-suite';
import { recordReaderContract } from './records/record-reader-suite';
import { recordStoreContract } from './records/record-store-suite';
import { recordWalkContract } from './records/record-walk-suite';
import { runStoreContract } from './run-store-suite';
import { streamStateContract } from './stream-state-suite';
import { workQueueContract } from './work-queue-suite';

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
  credentialStoreContract(name, open);
  oddValuesContract(name, open);
};
