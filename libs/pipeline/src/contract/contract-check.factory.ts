import { contractSettingsSchema, noCounts, pageIdOf, type ContractSettings, type Json, type JsonObject } from '@twl/contracts';
import type { ContractNotes, Extracted, ContractUpdate, PageEntry } from '@twl/ports';
import { makePageMeta, makeRawKey, someTime } from '@twl/ports/testing';
import { declaredFields } from './fields/declared-fields';
import { knownFields } from './fields/known-fields';
import { ContractChecker } from './contract-checker';

/** A page in the ledger, of run `run-{seq}`. */
const makeEntry = (given: Partial<PageEntry> = {}): PageEntry => {
  const { runSeq = 1 } = given;
  const { sha256, bytes, ...meta } = makePageMeta({ runId: `run-${runSeq}`, runSeq });
  const status = { status: 'open', next: 0, counts: noCounts() } as const;
  return {
    ...pageIdOf(meta),
    key: makeRawKey({ runSeq }),
    sha256,
    bytes,
    fetchedAt: someTime,
    ...status,
    ...given,
  };
};

/** An item of a page as the connector extracts it. */
const makeItem = (data: JsonObject, itemIndex: number, cursor: string | null = null): Extracted => ({
  ...{ kind: 'record', itemIndex, pointer: `/${itemIndex}`, data },
  ...{ key: String(itemIndex), cursor, occurredAt: null, title: '' },
});

/** Runs whose pages are checked one after the other; only the contract updates are kept between pages. */
export class CheckedRuns {
  readonly notes: ContractNotes = { updates: [], accepted: [] };
  private readonly settings: ContractSettings;
  private readonly declared: Map<string, number>;

  constructor(settings: Partial<Record<keyof ContractSettings, unknown>> = {}, schema?: Json) {
    this.settings = contractSettingsSchema.parse(settings);
    this.declared = declaredFields(schema as JsonObject | undefined);
  }

  /** Checks a page, and keeps its contract update. */
  async checkPage(runSeq: number, records: JsonObject[], more: { pageIndex?: number; cursor?: string } = {}) {
    const page = makeEntry({ runSeq, pageIndex: more.pageIndex ?? 0 });
    const known = knownFields(this.notes, { before: runSeq, declared: this.declared });
    const checker = new ContractChecker({ page, settings: this.settings, known, notes: this.notes });
    const items: Extracted[] = [];
    const all = records.map((record, i) => makeItem(record, i, more.cursor ?? null));
    const extract = async function* () {
      yield all.slice(0, 2);
      yield all.slice(2);
    };
    for await (const some of checker.checkItems(extract)) items.push(...some);
    const contractUpdate = checker.contractUpdate();
    if (contractUpdate) this.addUpdate(contractUpdate);
    return { items, contractUpdate, refused: items.flatMap((item) => (item.kind === 'refused' ? [item] : [])) };
  }

  /** Checks a page and returns its schema drift as texts such as `changed price: number -> string (evolve)`. */
  async drift(runSeq: number, records: JsonObject[], more: { pageIndex?: number; cursor?: string } = {}): Promise<string[]> {
    const { contractUpdate } = await this.checkPage(runSeq, records, more);
    const drifts = (contractUpdate?.changes ?? []).filter(({ change }) => change !== 'learned');
    return drifts.map(
      ({ field, before, types, change, policy }) => `${change} ${field}: ${before.join('|')} -> ${types.join('|')} (${policy})`,
    );
  }

  /** The contract of the next run, with the number of the run that first showed each field. */
  known(): Record<string, unknown> {
    const known = knownFields(this.notes, { before: Infinity, declared: this.declared });
    return Object.fromEntries([...known].map(([field, { types, always, since }]) => [field, { types, always, since: since?.runSeq }]));
  }

  private addUpdate(contractUpdate: ContractUpdate): void {
    this.notes.updates.push(contractUpdate);
    this.notes.updates.sort((a, b) => a.page.runSeq - b.page.runSeq || a.page.pageIndex - b.page.pageIndex);
  }
}
