import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import { actionsOf } from '../error-handling/actions-of';
import { parseDuration, TimeDelta } from '@twl/jinja';
import type { PagingFeature, PagingPart, SliceWalk } from '../page-loop/paging-part';
import type { Slice } from '../roles/slice';
import { readsLazily } from './reads-lazily';

const key = 'request_window_splitting';

/** How often a half may be halved again. */
const deepest = 10;

/** The smallest step that each part of a time format can write, microseconds. */
const units: readonly (readonly [part: string, micros: bigint])[] = [
  ['%epoch_microseconds', 1n],
  ['%s_as_float', 1n],
  ['%f', 1n],
  ['%_ms', 1000n],
  ['%ms', 1000n],
  ['%S', 1_000_000n],
  ['%s', 1_000_000n],
  ['%M', 60_000_000n],
  ['%H', 3_600_000_000n],
  ['%I', 3_600_000_000n],
  ['%d', 86_400_000_000n],
];

/** Splits a slice if the source says that it is too long. */
class WindowSplitting implements PagingFeature {
  constructor(
    private readonly smallest: bigint | undefined,
    private readonly advice: string,
  ) {}

  begin(walk: SliceWalk): PagingPart {
    return {
      recover: (setback) => (setback.kind === 'split' ? { kind: 'slices', slices: this.halvesOf(walk, setback.message) } : undefined),
    };
  }

  /** Returns the two halves of a slice. @throws ReadFailedError if there are none */
  private halvesOf({ task, slice, depth }: SliceWalk, why: string): [Slice, Slice] {
    if (depth >= deepest) throw this.failed(`${why} (the source still refuses it after ${deepest} divisions)`);
    const halves = task.plan.split(slice, { smallest: this.smallest });
    if (!halves) throw this.failed(`${why} (the stretch ${JSON.stringify(slice.interval)} cannot be divided any further)`);
    return halves;
  }

  private failed(text: string): ReadFailedError {
    return new ReadFailedError(this.advice ? `${text} ${this.advice}` : text);
  }
}

const noSplitting: PagingFeature = {
  begin: () => ({
    recover(setback) {
      if (setback.kind !== 'split') return undefined;
      throw new ReadFailedError(`${setback.message} (it asks for a shorter stretch, but the retriever has no ${key})`);
    },
  }),
};

/** Builds the `RequestWindowSplitting` of a SimpleRetriever. @throws ManifestError if a stream cannot be split */
export const buildWindowSplitting = (retriever: ComponentNode, context: BuildContext): PagingFeature => {
  const node = retriever.child(key);
  const isAsked = actionsOf(retriever.requiredChild('requester')).has('SPLIT_REQUEST_WINDOW');
  if (isAsked && !node) throw retriever.error(`the action SPLIT_REQUEST_WINDOW needs ${key} in the retriever`);
  if (!node) return noSplitting;
  const problem = readsLazily(retriever) ? 'a lazy_read_pointer cannot be used with it' : unfitError(context.selection?.cursor);
  if (problem) throw retriever.error(`RequestWindowSplitting: ${problem}`, key);
  const text = node.text('min_split_window');
  const smallest = text ? lengthOf(text) : undefined;
  if (text && (smallest === undefined || smallest <= 0n))
    throw node.error(`min_split_window: ${JSON.stringify(text)} is not a time like P1D or PT1H`, 'min_split_window');
  return new WindowSplitting(smallest, (node.text('failure_message') ?? '').trim());
};

/** Why the slices of a cursor cannot be divided. */
const unfitError = (cursor: ComponentNode | undefined): string | undefined => {
  const text = cursor?.type === 'DatetimeBasedCursor' ? cursor.text('cursor_granularity') : undefined;
  if (!cursor || !text) return 'the stream needs a DatetimeBasedCursor with step and cursor_granularity';
  if (cursor.flag('is_client_side_incremental')) return 'is_client_side_incremental cannot be used with it';
  const granularity = lengthOf(text);
  if (granularity === undefined || granularity <= 0n) return `cursor_granularity: ${JSON.stringify(text)} must be a time like P1D or PT1S`;
  const format = cursor.required('datetime_format');
  const finest = units.find(([part]) => format.includes(part))?.[1];
  return finest !== undefined && granularity < finest ? `${format} cannot write a cursor_granularity of ${text}` : undefined;
};

const lengthOf = (text: string): bigint | undefined => {
  try {
    const duration = parseDuration(text);
    return duration instanceof TimeDelta ? duration.micros : undefined;
  } catch {
    return undefined;
  }
};
