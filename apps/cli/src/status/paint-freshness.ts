import type { Freshness } from '@twl/contracts';
import { paint } from '../output/paint';

const bad: readonly Freshness[] = ['failing', 'invalid', 'stale'];
const quiet: readonly Freshness[] = ['paused', 'removed', 'never'];

/** The colour of a freshness; the word says the same. */
export const paintFreshness = (freshness: Freshness): ((text: string) => string) => {
  if (bad.includes(freshness)) return paint.red;
  if (quiet.includes(freshness)) return paint.dim;
  return freshness === 'fresh' ? paint.green : paint.yellow;
};
