import { differences, type Replayed } from '@twl/pipeline';
import { contentOf } from './record-content';
import type { ReplayResult } from './replay';

/** Differences that a sample shows at most. */
const changeLimit = 20;

/** What a replay did, with its samples as lists of differences. */
export const resultOf = ({ samples, ...sums }: Replayed): ReplayResult => ({ ...sums, samples: samples.map(sampleOf) });

const sampleOf = ({ id, before, after }: Replayed['samples'][number]): ReplayResult['samples'][number] => {
  const kind = !before ? 'new' : !after ? 'removed' : 'changed';
  const changes = differences(before ? contentOf(before) : {}, after ? contentOf(after) : {});
  return { id, kind, changes: changes.slice(0, changeLimit) };
};
