import type { Counts, CuratedRecord, Failure, JsonObject, RecordVersion } from '@twl/contracts';
import { type Engine, type PageEntry, type StoredRun, readPayload } from '@twl/ports';
import type { SourceItem } from '../source/content';
import { collect } from '../world/collect';
import type { Upstream } from '../source/fake-stream';

/** What is looked at when a history is over. */
export interface Evidence {
  engine: Engine;
  upstreams: readonly Upstream[];
}

/** What a page says that was made of a run and not fetched. */
export interface DerivedPageContent {
  kind: 'deletions' | 'restorations';
  of?: number;
  records: { key: string; cursor?: number; data?: JsonObject }[];
}

/** A page that was accepted, with what it holds; `broken` ones hold nothing. */
export interface AcceptedPage {
  entry: PageEntry;
  items: SourceItem[] | 'broken';
  url: string;
  derived?: DerivedPageContent;
}

/** Everything that the stores hold at the end, read once. */
export interface Findings extends Evidence {
  runs: StoredRun[];
  pages: AcceptedPage[];
  /** Deleted ones too. */
  records: CuratedRecord[];
  versions: Map<string, RecordVersion[]>;
  failures: Map<string, Failure>;
  tally: number;
  counters: { records: number; new: number; changed: number; quarantined: number };
}

const everything = async <T>(list: (after?: string) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> => {
  const all: T[] = [];
  let after: string | undefined;
  do {
    const { items, next } = await list(after);
    all.push(...items);
    after = next ?? undefined;
  } while (after !== undefined);
  return all;
};

const acceptedPage = async (engine: Engine, entry: PageEntry): Promise<AcceptedPage> => {
  const object = await engine.raw.get(entry.key);
  if (!object) throw new Error(`page ${entry.runId}/${entry.pageIndex} has no raw object`);
  const text = (await readPayload(object.body)).toString('utf8');
  const { url } = object.meta.request;
  if (url.startsWith('twl:')) return { entry, items: [], url, derived: JSON.parse(text) as DerivedPageContent };
  const items = text.startsWith('<') ? 'broken' : (JSON.parse(text) as { items: SourceItem[] }).items;
  return { entry, items, url };
};

/** Reads everything there is. */
export const findingsOf = async (evidence: Evidence): Promise<Findings> => {
  const { engine } = evidence;
  const { runs, ledger, reader, failures } = engine;
  const paged = (after?: string) => ({ limit: 100, ...(after ? { after } : {}) });
  const allRuns = await everything((after) => runs.list(paged(after)));
  const entries = (await Promise.all(allRuns.map(({ id }) => ledger.ofRun(id)))).flat();
  const records = await collect(reader.export({ deleted: 'include' }));
  const allFailures = await everything((after) => failures.list(paged(after)));
  const { bySource } = await reader.analytics({}, '2026-01-02T00:00:00.000Z');
  const sum = (key: keyof Counts & ('new' | 'changed' | 'quarantined')) => bySource.reduce((all, one) => all + one[key], 0);
  return {
    ...evidence,
    runs: allRuns,
    pages: await Promise.all(entries.map((entry) => acceptedPage(engine, entry))),
    records,
    versions: new Map(await Promise.all(records.map(async ({ id }) => [id, await reader.versions(id)] as const))),
    failures: new Map(allFailures.map((failure) => [failure.id, failure])),
    tally: (await reader.tally()).reduce((all, one) => all + one.records, 0),
    counters: {
      records: bySource.reduce((all, one) => all + one.records, 0),
      new: sum('new'),
      changed: sum('changed'),
      quarantined: sum('quarantined'),
    },
  };
};
