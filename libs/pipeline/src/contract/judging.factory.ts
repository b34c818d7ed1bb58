import { contractSettingsSchema, noCounts, pageIdOf, type ContractSettings, type Json, type JsonObject } from '@twl/contracts';
import type { ContractNotes, Extracted, Lesson, PageEntry } from '@twl/ports';
import { makePageMeta, makeRawKey, someTime } from '@twl/ports/testing';
import { declaredFields } from './fields/declared-fields';
import { knownFields } from './fields/known-fields';
import { PageJudge } from './page-judge';

/** A page in the books, of run `run-{seq}`. */
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

/** An item of a page as the engine takes it out. */
const makeItem = (data: JsonObject, itemIndex: number, cursor: string | null = null): Extracted => ({
  ...{ kind: 'record', itemIndex, pointer: `/${itemIndex}`, data },
  ...{ key: String(itemIndex), cursor, occurredAt: null, title: '' },
});

/** A history of runs, judged one page after the other, in memory of nothing but lessons. */
export class JudgedRuns {
  readonly notes: ContractNotes = { lessons: [], accepted: [] };
  private readonly settings: ContractSettings;
  private readonly declared: Map<string, number>;

  constructor(settings: Partial<Record<keyof ContractSettings, unknown>> = {}, schema?: Json) {
    this.settings = contractSettingsSchema.parse(settings);
    this.declared = declaredFields(schema as JsonObject | undefined);
  }

  /** Judges a page, and keeps what it taught. */
  async page(runSeq: number, records: JsonObject[], more: { pageIndex?: number; cursor?: string } = {}) {
    const page = makeEntry({ runSeq, pageIndex: more.pageIndex ?? 0 });
    const known = knownFields(this.notes, { before: runSeq, declared: this.declared });
    const judge = new PageJudge({ page, settings: this.settings, known, notes: this.notes });
    const items: Extracted[] = [];
    const all = records.map((record, i) => makeItem(record, i, more.cursor ?? null));
    const extract = async function* () {
      yield all.slice(0, 2);
      yield all.slice(2);
    };
    for await (const some of judge.judged(extract)) items.push(...some);
    const lesson = judge.lesson();
    if (lesson) this.keep(lesson);
    return { items, lesson, refused: items.flatMap((item) => (item.kind === 'refused' ? [item] : [])) };
  }

  /** What a page of a run shows, in short: `price: number -> string (evolve)`. */
  async drift(runSeq: number, records: JsonObject[], more: { pageIndex?: number; cursor?: string } = {}): Promise<string[]> {
    const { lesson } = await this.page(runSeq, records, more);
    const drifts = (lesson?.news ?? []).filter(({ change }) => change !== 'learned');
    return drifts.map(
      ({ field, before, types, change, policy }) => `${change} ${field}: ${before.join('|')} -> ${types.join('|')} (${policy})`,
    );
  }

  /** What the next run is held to, apart from where it was first seen. */
  known(): Record<string, unknown> {
    const known = knownFields(this.notes, { before: Infinity, declared: this.declared });
    return Object.fromEntries([...known].map(([field, { types, always, since }]) => [field, { types, always, since: since?.runSeq }]));
  }

  private keep(lesson: Lesson): void {
    this.notes.lessons.push(lesson);
    this.notes.lessons.sort((a, b) => a.page.runSeq - b.page.runSeq || a.page.pageIndex - b.page.pageIndex);
  }
}
