import type { ContractStore, Lesson, PageEntry, SourceStream } from '@twl/ports';
import { declaredFields } from './fields/declared-fields';
import { knownFields } from './fields/known-fields';
import { PageJudge } from './page-judge';

/** A stream whose items are held to its contract, and what the page taught once they were all taken out. */
export interface HeldStream {
  stream: SourceStream;
  lesson?: () => Lesson | undefined;
}

/**
 * The stream as one page of it is read: items that break the contract come as refused ones. The contract is that of the page's run, made of
 * the runs before it, whenever the page is applied. A stream without a contract is given back as it is.
 */
export const holdToContract = async (contracts: ContractStore, stream: SourceStream, page: PageEntry): Promise<HeldStream> => {
  const { source, name, settings, manifest } = stream;
  if (!settings.contract) return { stream };
  const notes = await contracts.contract(page.source, page.stream);
  const known = knownFields(notes, { before: page.runSeq, declared: declaredFields(await stream.declared?.()) });
  const judge = new PageJudge({ page, settings: settings.contract, known, notes });
  const held: SourceStream = {
    ...{ source, name, settings, manifest },
    read: (options) => stream.read(options),
    extract: (meta, body) => judge.judged(() => stream.extract(meta, body)),
  };
  return { stream: held, lesson: () => judge.lesson() };
};
