import type { JsonObject, PageMeta } from '@twl/contracts';
import { readJson, writeJson } from '@twl/json';
import { type RecordOrder, type PageEntry, type Payload, type StoredRun, payloadOf, readPayload } from '@twl/ports';

/** What the pages say that the pipeline itself makes of a run: that records are gone, or that they are back. */
export const lateTypes = {
  deletions: 'application/vnd.twl.deletions+json',
  restorations: 'application/vnd.twl.restorations+json',
} as const;
export type LateKind = keyof typeof lateTypes;

/** A record that is gone: its key, and the cursor that it had, where it had one. */
export interface GoneRecord {
  key: string;
  cursor?: RecordOrder['cursor'];
}

/** A record that is brought back by hand, with all that it had. */
export interface RestoredRecord extends GoneRecord {
  title: string;
  occurredAt: string | null;
  data: JsonObject;
}

/** The content of a late page. */
export type LateContent =
  { v: 1; kind: 'deletions'; of: number; records: GoneRecord[] } | { v: 1; kind: 'restorations'; records: RestoredRecord[] };

/** Which late page it is; undefined for a page that was fetched. */
export const lateKindOf = ({ contentType }: Pick<PageMeta, 'contentType'>): LateKind | undefined =>
  (Object.keys(lateTypes) as LateKind[]).find((kind) => lateTypes[kind] === contentType);

/** Whether the raw object at a key was made to bring records back. */
export const isRestoration = (key: string): boolean => key.endsWith('.restorations.json.gz');

/** A late page as it is stored. */
export const latePage = (
  run: StoredRun,
  content: LateContent,
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
    ...{ contentType: lateTypes[content.kind], sha256, bytes },
  };
  return { meta, body };
};

/** Reads a late page. */
export const readLatePage = async (body: Payload): Promise<LateContent> => readJson<LateContent>((await readPayload(body)).toString());

/** The pages of a run that were fetched, and those made of it, each by index. */
export const partPages = (run: StoredRun, pages: readonly PageEntry[]): { fetched: PageEntry[]; late: PageEntry[] } => ({
  fetched: pages.filter(({ pageIndex }) => pageIndex < run.pages),
  late: pages.filter(({ pageIndex }) => pageIndex >= run.pages),
});
