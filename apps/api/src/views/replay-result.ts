import { diffJson, type Replayed } from '@twl/pipeline';
import { contentOf } from './record-content';
import type { ReplayResult } from './replay';

/** Maximum number of differences in a sample. */
const changeLimit = 20;

/** Converts the result of a replay for the API: its samples become lists of differences. */
export const resultOf = ({ samples, ...sums }: Replayed): ReplayResult => ({ ...sums, samples: samples.map(sampleOf) });

const sampleOf = ({ id, before, after }: Replayed['samples'][number]): ReplayResult['samples'][number] => {
  const kind = !before ? 'new' : !after ? 'removed' : 'changed';
  const changes = diffJson(before ? contentOf(before) : {}, after ? contentOf(after) : {});
  return { id, kind, changes: changes.slice(0, changeLimit) };
};
