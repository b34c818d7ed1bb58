import type { CuratedRecord, RecordSelection } from '@twl/contracts';
import { instantOf, TimeRange, titleSearch } from '@twl/ports';

/** Returns true for the records that a list with these filters shows; source and stream are not looked at. */
export const recordFilter = (selection: Omit<RecordSelection, 'source' | 'stream' | 'asOf'>): ((record: CuratedRecord) => boolean) => {
  const isTitled = titleSearch(selection.q);
  const occurred = new TimeRange(selection['occurredAt.gte'], selection['occurredAt.lt']);
  const updated = new TimeRange(selection['updatedAt.gte'], selection['updatedAt.lt']);
  const isIn = (range: TimeRange, time: string): boolean => range.has(instantOf(time).ms, () => time);
  const { deleted } = selection;
  return ({ title, occurredAt, updatedAt, deletedAt }) =>
    (deleted === 'include' || (deletedAt !== undefined) === (deleted === 'only')) &&
    isTitled(title) &&
    isIn(occurred, occurredAt) &&
    isIn(updated, updatedAt);
};
