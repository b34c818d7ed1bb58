import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { PagingFeature, PagingPart, Recovery, Setback, SliceWalk } from '../page-loop/paging-part';
import type { PageFacts } from '../roles/paging';
import type { SliceTask } from '../roles/retriever';
import type { Slice } from '../roles/slice';

/** What happens when paging must restart: on a signal of the source, or after a number of records. */
interface ResetRules {
  splits: boolean;
  /** Records after which paging restarts. */
  limit: number | undefined;
}

/** Builds a `PaginationReset`; without one, paging restarts once if the source asks for it. @throws ManifestError */
export const buildPaginationReset = (node: ComponentNode | undefined): PagingFeature => {
  if (!node) return new PaginationReset({ splits: false, limit: undefined });
  const limit = node.child('limits')?.number('number_of_records');
  const splits = node.required('action') === 'SPLIT_USING_CURSOR';
  if (!splits && limit !== undefined) throw node.error('limits need the action SPLIT_USING_CURSOR', 'limits');
  return new PaginationReset({ splits, limit });
};

/** Restarts paging on a signal of the source, or after a number of records. */
class PaginationReset implements PagingFeature {
  constructor(private readonly rules: ResetRules) {}

  begin(walk: SliceWalk): PagingPart {
    return new ResetTracker(this.rules, walk);
  }
}

/** Counts the records of one walk through the pages, and finds the slice to restart with. */
class ResetTracker implements PagingPart {
  private records = 0;
  private restartsWithSame = 0;
  private slice: Slice;
  private readonly task: SliceTask;

  constructor(
    private readonly rules: ResetRules,
    { task, slice }: SliceWalk,
  ) {
    [this.task, this.slice] = [task, slice];
  }

  recover({ kind }: Setback): Recovery | undefined {
    return kind === 'reset' ? { kind: 'restart', slice: this.nextSlice() } : undefined;
  }

  endPage({ records }: PageFacts): Slice | undefined {
    this.records += records;
    const { limit } = this.rules;
    return limit !== undefined && this.records >= limit ? this.nextSlice() : undefined;
  }

  /** @throws ReadFailedError when to restart would not change anything */
  private nextSlice(): Slice {
    const { task, slice: current, rules } = this;
    const reduced = rules.splits ? task.plan.reduce(task.slice) : current;
    this.records = 0;
    const hasChanged = reduced !== undefined && JSON.stringify(reduced.interval) !== JSON.stringify(current.interval);
    this.restartsWithSame = hasChanged ? 0 : this.restartsWithSame + 1;
    if (this.restartsWithSame >= (rules.splits ? 1 : 2)) throw new ReadFailedError('paging restarted without getting any further');
    return (this.slice = reduced ?? current);
  }
}
