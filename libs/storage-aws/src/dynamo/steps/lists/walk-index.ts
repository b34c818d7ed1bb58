import { byTime, hintsIn, type Hint } from '../../items/index-pages';
import { timeKey, timeOfKey } from '../../items/keys';
import type { Table } from '../../table/table';

/** Which stretch of time is walked, both ends included, and in which direction. */
export interface Stretch {
  from: number;
  to: number;
  isDown: boolean;
}

/** The hints of one partition in order of time, then of keys. */
export async function* walkPacks(
  table: Table,
  track: { pk: string; span: number },
  { from, to, isDown }: Stretch,
): AsyncGenerator<Hint, void> {
  if (from > to) return;
  let pending: Hint[] = [];
  const sign = isDown ? -1 : 1;
  const ready = (isReady: (hint: Hint) => boolean): Hint[] => {
    const found = pending.filter(isReady).sort((a, b) => sign * byTime(a, b));
    if (found.length > 0) pending = pending.filter((hint) => !isReady(hint));
    return found;
  };
  let last: number | undefined;
  const range = { pk: track.pk, from: timeKey(from), to: `${timeKey(to + track.span)}~`, isDown, limit: 4 };
  for await (const packs of table.query(range)) {
    for (const { sk, e } of packs) {
      const hi = timeOfKey(sk);
      // No pack that follows has anything before this time.
      const next = isDown ? hi : hi - track.span;
      if (next !== last) yield* ready(({ time }) => (isDown ? time > next : time < next));
      last = next;
      pending.push(...hintsIn(e, hi).filter(({ time }) => from <= time && time <= to));
    }
  }
  yield* ready(() => true);
}
