import { manifestOf } from '../testing/manifests';
import { ScriptedHttp } from '../testing/scripted-http';
import { fieldOf, loadFolder, readStream } from '../testing/source-folder';

const read = async (extractor: Record<string, unknown>, body: unknown) => {
  const manifest = manifestOf({ retriever: { record_selector: { type: 'RecordSelector', extractor } } });
  const source = await loadFolder({ manifest, http: new ScriptedHttp(() => ({ body })) });
  expect(source.problems).toEqual([]);
  return (await readStream(source.streams[0]!)).items.flatMap((item) => (item.kind === 'record' ? [item.data] : []));
};
const dpath = (...field_path: string[]) => ({ type: 'DpathExtractor', field_path });
const body = { a: [{ id: 1 }, {}], b: [{ id: 2 }] };

describe('CombinedExtractor', () => {
  const combined = (more: Record<string, unknown> = {}, ...paths: string[]) => ({
    type: 'CombinedExtractor',
    extractors: paths.map((path) => dpath(path)),
    ...more,
  });

  it.each([
    ['all items of all extractors', combined({}, 'a', 'b'), [{ id: 1 }, {}, { id: 2 }]],
    ['without the empty ones', combined({ skip_empty_records: true }, 'b', 'a'), [{ id: 2 }, { id: 1 }]],
    ['the first extractor that finds any', combined({ mode: 'first_match' }, 'none', 'b', 'a'), [{ id: 2 }]],
  ])('gives %s', async (_what, extractor, expected) => {
    const manifest = manifestOf({ stream: { primary_key: [] }, retriever: { record_selector: { type: 'RecordSelector', extractor } } });
    const source = await loadFolder({ manifest, http: new ScriptedHttp(() => ({ body })) });
    const { items } = await readStream(source.streams[0]!);
    expect(items.map((item) => ('data' in item ? item.data : item.kind))).toEqual(expected);
  });
});

describe('RecordExpander', () => {
  const order = { id: 7, at: 'now', buyer: { name: 'me' }, lines: { rows: [{ id: 1, at: 'then' }, { id: 2 }], count: 2 } };
  const expanded = (more: Record<string, unknown>) => ({
    ...dpath('orders'),
    record_expander: { type: 'RecordExpander', expand_records_from_field: ['lines', 'rows'], ...more },
  });

  it('merges the parent into each element, which has the last word', async () => {
    expect(await read(expanded({ merge_parent: true }), { orders: [order] })).toEqual([
      { id: 1, at: 'then', buyer: { name: 'me' }, lines: { count: 2 } },
      { id: 2, at: 'now', buyer: { name: 'me' }, lines: { count: 2 } },
    ]);
  });

  it('copies single fields of the parent', async () => {
    const parent_fields = [
      { type: 'ParentFieldPath', parent_path: ['buyer', 'name'], record_path: ['order', 'by'] },
      { type: 'ParentFieldPath', parent_path: ['none'], record_path: ['none'] },
    ];
    expect(await read(expanded({ parent_fields }), { orders: [order] })).toEqual([
      { id: 1, at: 'then', order: { by: 'me' }, none: null },
      { id: 2, order: { by: 'me' }, none: null },
    ]);
  });

  it('is refused where it would have to ask for the rest of a list', async () => {
    const record_selector = { type: 'RecordSelector', extractor: expanded({ truncated_list_retriever: manifestOf() }) };
    const { problems } = await loadFolder({
      manifest: manifestOf({ retriever: { record_selector } }),
      http: new ScriptedHttp(() => ({ body })),
    });
    expect(problems.join('\n')).toContain('truncated_list_retriever');
  });
});

describe('what is newer than this engine', () => {
  it.each([
    ['page_size_reduction', 'PageSizeReduction'],
    ['request_window_splitting', 'RequestWindowSplitting'],
  ])('%s is refused by name', async (key, type) => {
    const { problems } = await loadFolder({
      manifest: manifestOf({ retriever: { [key]: { type } } }),
      http: new ScriptedHttp(() => ({ body })),
    });
    expect(problems.join('\n')).toMatch(new RegExp(`manifest.yaml:\\d+:\\d+ .*${key}: ${type} is not supported`));
  });
});

describe('WaitTimeFromResponse', () => {
  it.each([
    ['{{ response.error.seconds }}', 7000],
    ["{{ headers['x-wait'] }}", 3000],
    ['{{ response.none.seconds }}', 9000],
    ['{{ 0 }}', 9000],
  ])('%s', async (wait_time_in_seconds, ms) => {
    const backoff_strategies = [
      { type: 'WaitTimeFromResponse', wait_time_in_seconds },
      { type: 'ConstantBackoffStrategy', backoff_time_in_seconds: 9 },
    ];
    const waits: number[] = [];
    const http = new ScriptedHttp((_request, count) =>
      count === 1 ? { status: 503, headers: { 'x-wait': '3' }, body: { error: { seconds: 7 } } } : { body: { items: [{ id: 1 }] } },
    );
    const manifest = manifestOf({ requester: { error_handler: { type: 'DefaultErrorHandler', backoff_strategies } } });
    const { streams } = await loadFolder({ manifest, http });
    const { events, items } = await readStream(streams[0]!);
    for (const event of events) if (event.kind === 'wait') waits.push(event.ms);
    expect(waits).toEqual([ms]);
    expect(fieldOf(items, 'id')).toEqual([1]);
  });
});
