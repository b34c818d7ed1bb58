import { streamSettingsSchema, type JsonObject } from '@twl/contracts';
import { canonicalExport } from '../replay/canonical-export';
import { PipelineBench } from './pipeline-bench';
import type { ScriptedPage } from './scripted-stream';

/** An order. */
export const order = (id: number, state = 'open'): JsonObject => ({ id, state });
/** Orders that follow one another. */
export const orders = (count: number, from = 1): JsonObject[] => Array.from({ length: count }, (_, i) => order(from + i));
/** The actor of the actions. */
export const ada = { who: 'ada', why: 'it is true' };

/** A pipeline around a stream with deletions. */
export const benchOf = (pages: ScriptedPage[], deletions: unknown = 'snapshot'): PipelineBench => {
  const bench = new PipelineBench(pages, { writesPerCommit: 4 });
  bench.stream.settings = streamSettingsSchema.parse({ deletions });
  return bench;
};
/** The numbers of the orders that are shown. */
export const shown = async (bench: PipelineBench): Promise<number[]> =>
  (await bench.records()).map(({ key }) => Number(key)).sort((a, b) => a - b);
/** The whole export, as canonical lines. */
export const exported = async (bench: PipelineBench): Promise<string> => {
  let text = '';
  for await (const line of canonicalExport(bench.engine.reader, { deleted: 'include' })) text += line;
  return text;
};

/** Ten orders; then one of them is missing and one changed. */
export const oneMissing = async (): Promise<PipelineBench> => {
  const bench = benchOf([orders(5), orders(5, 6)]);
  await bench.run();
  bench.stream.pages = [orders(5), [order(6, 'paid'), ...orders(3, 7)]];
  return bench;
};
