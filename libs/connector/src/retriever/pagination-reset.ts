import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { Slice } from '../roles/slice';
import type { Reading } from '../roles/retriever';

/** What happens when paging has to begin anew, because the source says so or after so many records. */
export interface ResetRules {
  splits: boolean;
  /** Records after which paging begins anew. */
  limit: number | undefined;
}

/** Builds a `PaginationReset`; without one, a source that asks for it is begun anew once. @throws ManifestError */
export const buildResetRules = (node: ComponentNode | undefined, _context: BuildContext): ResetRules => {
  if (!node) return { splits: false, limit: undefined };
  const limit = node.child('limits')?.number('number_of_records');
  const splits = node.required('action') === 'SPLIT_USING_CURSOR';
  if (!splits && limit !== undefined) throw node.error('limits need the action SPLIT_USING_CURSOR', 'limits');
  return { splits, limit };
};

/** Counts the records of one walk through the pages, and finds the slice to begin anew with. */
export class ResetTracker {
  private records = 0;
  private sameSlice = 0;

  constructor(private readonly rules: ResetRules) {}

  count(records: number): void {
    this.records += records;
  }

  get due(): boolean {
    return this.rules.limit !== undefined && this.records >= this.rules.limit;
  }

  /** @throws ReadFailedError when beginning anew would not change anything */
  next(current: Slice, reading: Reading): Slice {
    const reduced = this.rules.splits ? reading.reduce?.(reading.slice) : current;
    this.records = 0;
    const changed = reduced !== undefined && JSON.stringify(reduced.interval) !== JSON.stringify(current.interval);
    this.sameSlice = changed ? 0 : this.sameSlice + 1;
    if (this.sameSlice >= (this.rules.splits ? 1 : 2)) throw new ReadFailedError('paging began anew without getting any further');
    return reduced ?? current;
  }
}
