import type { Json } from '@twl/contracts';
import { makeManifest } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse, type SeenRequest } from '../testing/scripted-http';
import { loadFolder, QuickClock, readStream } from '../testing/source-folder';

/** A request parameter. */
export const option = (field_name: string) => ({ type: 'RequestOption', inject_into: 'request_parameter', field_name });
/** The cursor of the tests, with changes. */
export const cursorOf = (changes: Record<string, unknown>) => ({
  type: 'DatetimeBasedCursor',
  cursor_field: 'at',
  datetime_format: '%s',
  start_datetime: '0',
  start_time_option: option('from'),
  end_time_option: option('to'),
  ...changes,
});

/** A cursor, the responses of the source, and the start of the read. */
export interface CursorRead {
  cursor: Record<string, unknown>;
  now?: string;
  state?: Json;
  records?: (request: SeenRequest) => unknown[];
  script?: (request: SeenRequest, count: number) => ScriptedResponse;
  retriever?: Record<string, unknown>;
}

/** Reads a stream with a cursor, counted in seconds since 1970 unless changed, at 50 s. */
export const runCursor = async ({
  cursor,
  now = '1970-01-01T00:00:50Z',
  state = null,
  records = () => [],
  script,
  retriever,
}: CursorRead) => {
  const http = new ScriptedHttp(script ?? ((request) => ({ body: { items: records(request) } })));
  const clock = new QuickClock();
  clock.time = Date.parse(now);
  const source = await loadFolder({ manifest: makeManifest({ stream: { incremental_sync: cursorOf(cursor) }, retriever }), http, clock });
  expect(source.problems).toEqual([]);
  const result = await readStream(source.streams[0]!, { cursor: state });
  return { ...result, http, slices: http.seen.map(({ query }) => [query['from'], query['to']]) };
};
