import type { JsonObject, PageMeta } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import { type RecordOrder, type PageEntry, type Payload, type StoredRun, payloadOf, readPayload } from '@twl/ports';

/** Content types of the pages that the pipeline itself derives from a run: deletions and restorations of records. */
export const derivedTypes = {
  deletions: 'application/vnd.twl.deletions+json',
  restorations: 'application/vnd.twl.restorations+json',
} as const;
export type DerivedKind = keyof typeof derivedTypes;

/** A deleted record: its key, and its last cursor, if it had one. */
export interface DeletedRecord {
  key: string;
  cursor?: RecordOrder['cursor'];
}

/** A record that a person restores, with its last content. */
export interface RestoredRecord extends DeletedRecord {
  title: string;
  occurredAt: string | null;
  data: JsonObject;
}

/** The content of a derived page. */
export type DerivedContent =
  { v: 1; kind: 'deletions'; of: number; records: DeletedRecord[] } | { v: 1; kind: 'restorations'; records: RestoredRecord[] };

/** The kind of a derived page; undefined for a fetched page. */
export const derivedKindOf = ({ contentType }: Pick<PageMeta, 'contentType'>): DerivedKind | undefined =>
  (Object.keys(derivedTypes) as DerivedKind[]).find((kind) => derivedTypes[kind] === contentType);

/** Whether the raw object at a key is a page of restorations. */
export const isRestoration = (key: string): boolean => key.endsWith('.restorations.json.gz');

/** Makes the metadata and the body of a derived page. */
export const makeDerivedPage = (
  run: StoredRun,
  content: DerivedContent,
  at: { pageIndex: number; fetchedAt: string; manifest: string },
): { meta: PageMeta; body: Payload } => {
  const body = payloadOf(writeJson(content));
  const { trigger, source, stream } = run;
  const made = { partition: {}, interval: {}, request: { method: 'NONE', url: `twl:${content.kind}` }, status: 200, headers: {} };
  const { sha256, bytes } = body;
  const meta: PageMeta = {
    ...{ v: 2, source, stream, runId: run.id, runSeq: run.seq, trigger },
    ...at,
    ...made,
    ...{ contentType: derivedTypes[content.kind], sha256, bytes },
  };
  return { meta, body };
};

/** Reads the content of a derived page. */
export const readDerivedPage = async (body: Payload): Promise<DerivedContent> =>
  readJson<DerivedContent>((await readPayload(body)).toString());

/** Splits the pages of a run into fetched and derived ones, both in order of their index. */
export const splitPages = (run: StoredRun, pages: readonly PageEntry[]): { fetched: PageEntry[]; derived: PageEntry[] } => ({
  fetched: pages.filter(({ pageIndex }) => pageIndex < run.pages),
  derived: pages.filter(({ pageIndex }) => pageIndex >= run.pages),
});
