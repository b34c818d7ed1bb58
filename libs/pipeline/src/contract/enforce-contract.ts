import type { ContractStore, ContractUpdate, PageEntry, SourceStream } from '@twl/ports';
import { declaredFields } from './fields/declared-fields';
import { knownFields } from './fields/known-fields';
import { ContractChecker } from './contract-checker';

/** A stream whose items are checked against its contract, and the contract update of the page once all items are extracted. */
export interface CheckedStream {
  stream: SourceStream;
  contractUpdate?: () => ContractUpdate | undefined;
}

/**
 * Wraps a stream so that `extract` checks the items of one page against the contract: items that break it are returned as refused. The contract
 * is that of the page's run, built from the runs before it, no matter when the page is applied. A stream without a contract is returned as is.
 */
export const enforceContract = async (contracts: ContractStore, stream: SourceStream, page: PageEntry): Promise<CheckedStream> => {
  const { source, name, settings, manifest } = stream;
  if (!settings.contract) return { stream };
  const notes = await contracts.contract(page.source, page.stream);
  const known = knownFields(notes, { before: page.runSeq, declared: declaredFields(await stream.declared?.()) });
  const checker = new ContractChecker({ page, settings: settings.contract, known, notes });
  const checked: SourceStream = {
    ...{ source, name, settings, manifest },
    read: (options) => stream.read(options),
    extract: (meta, body) => checker.checkItems(() => stream.extract(meta, body)),
  };
  return { stream: checked, contractUpdate: () => checker.contractUpdate() };
};
