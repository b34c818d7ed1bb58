import type { Json } from '@twl/contracts';
import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp, type SeenRequest } from '../testing/scripted-http';
import { loadFolder, QuickClock, readStream } from '../testing/source-folder';

/** A parameter of the request. */
export const requestOption = (field_name: string) => ({ type: 'RequestOption', inject_into: 'request_parameter', field_name });
/** A router by a list of values. */
export const listRouter = (cursor_field: string, values: unknown, request_option?: unknown) => ({
  type: 'ListPartitionRouter',
  cursor_field,
  values,
  request_option,
});
/** A router by the records of a parent stream. */
export const parentStream = (changes: Record<string, unknown> = {}, stream: Record<string, unknown> = makeStream({ name: 'parents' })) => ({
  type: 'SubstreamPartitionRouter',
  parent_stream_configs: [{ type: 'ParentStreamConfig', stream, parent_key: 'id', partition_field: 'parent_id', ...changes }],
});
/** A cursor by seconds since 1970. */
export const cursor = {
  type: 'DatetimeBasedCursor',
  cursor_field: 'at',
  datetime_format: '%s',
  start_datetime: '0',
  start_time_option: requestOption('from'),
};
/** The parent's id in the path. */
export const inPath = { path: '/items/{{ stream_partition.parent_id }}' };

interface Run {
  router?: unknown;
  requester?: Record<string, unknown>;
  stream?: Record<string, unknown>;
  answer?: (request: SeenRequest) => unknown[];
  state?: Json;
  concurrency?: number;
  budgetMs?: number;
  clock?: QuickClock;
}

/** Reads a partitioned stream at a fixed time. */
export const readPartitions = async ({
  router,
  requester,
  stream,
  answer: response = () => [{ id: 1 }],
  state = null,
  concurrency,
  budgetMs,
  clock,
}: Run) => {
  const http = new ScriptedHttp((request) => {
    const items = response(request);
    return items.includes('limited') ? { status: 429, headers: { 'retry-after': '9999' } } : { body: { items } };
  });
  const manifest = makeManifest({
    retriever: { partition_router: router },
    requester,
    stream,
    manifest: concurrency ? { concurrency_level: { type: 'ConcurrencyLevel', default_concurrency: concurrency } } : {},
  });
  const source = await loadFolder({ manifest, http, clock: clock ?? cursorAt('1970-01-01T00:01:40Z') });
  expect(source.problems).toEqual([]);
  return { http, ...(await readStream(source.streams[0]!, { cursor: state, ...(budgetMs ? { budgetMs } : {}) })) };
};
const cursorAt = (time: string) => Object.assign(new QuickClock(), { time: Date.parse(time) });
