import type { JsonObject } from '@twl/contracts';

/** One record of an accepted page, as the order of arrival and its own cursor place it. */
export interface ModelObservation {
  id: string;
  cursor: number | null;
  runSeq: number;
  pageIndex: number;
  itemIndex: number;
  at: string;
  /** The content with its volatile fields, and without. */
  data: JsonObject;
  content: string;
  /** The source no longer lists the record: it shows what it last was. */
  deleted?: true;
}

/** What one version of a record must be. */
export interface ModelVersion {
  content: string;
  data: JsonObject;
  validFrom: string;
  /** `runSeq.pageIndex.itemIndex` of the first observation of this content. */
  position: string;
}

const compare = (a: ModelObservation, b: ModelObservation): number => {
  const byCursor = a.cursor === b.cursor ? 0 : (a.cursor ?? -Infinity) - (b.cursor ?? -Infinity);
  return byCursor || a.runSeq - b.runSeq || a.pageIndex - b.pageIndex || a.itemIndex - b.itemIndex;
};

/**
 * The reference: what the curated store must hold, given every observation of every accepted page, however they were delivered. Sorted by
 * their order, neighbours of equal content are one version, the last version is the record.
 */
export const curatedBy = (observations: readonly ModelObservation[]): Map<string, ModelVersion[]> => {
  const records = new Map<string, ModelVersion[]>();
  for (const { id, content, data, at, runSeq, pageIndex, itemIndex, deleted } of observations.toSorted(compare)) {
    const versions = records.get(id) ?? [];
    records.set(id, versions);
    const last = versions.at(-1);
    const shown = deleted ? (last?.data ?? {}) : data;
    if (last?.content !== content) versions.push({ content, data: shown, validFrom: at, position: `${runSeq}.${pageIndex}.${itemIndex}` });
  }
  return records;
};
