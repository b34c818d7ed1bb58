import { gzipSync } from 'node:zlib';
import { firstPageMeta } from '@twl/ports';
import { listRouter, requestOption, parentStream } from '../partition/partitioned-read.factory';
import { makeManifest, makeStream } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse } from '../testing/scripted-http';
import { loadFolder, readStream, type ReadChoices } from '../testing/source-folder';

type Parts = Parameters<typeof makeManifest>[0];
interface Reading {
  parts?: Parts;
  settings?: Record<string, unknown>;
  choices?: ReadChoices;
  answer: (path: string, query: Record<string, string>) => ScriptedResponse;
}

const read = async ({ parts = {}, settings = {}, choices = {}, answer: response }: Reading) => {
  const http = new ScriptedHttp(({ path, query }) => response(path, query));
  const source = await loadFolder({ manifest: makeManifest(parts), settings: { streams: { items: settings } }, http });
  expect(source.problems).toEqual([]);
  return await readStream(source.streams[0]!, choices);
};
const body = (value: unknown) => (): ScriptedResponse => ({ body: value });
const decoded = (decoder: Record<string, unknown>): Parts => ({ retriever: { decoder } });
const html = (items: string): Parts => ({
  fieldPath: [],
  retriever: { decoder: { type: 'HtmlDecoder', items, fields: { id: { selector: 'b' } } } },
});
const big = (key: string): string =>
  `{"total": 1, "${key}": [${Array.from({ length: 90_000 }, (_, id) => `{"id": ${id}, "text": "${'x'.repeat(90)}"}`).join()}]}`;
const where = 'GET https://api.test/items';

describe('a read whose path leads nowhere', () => {
  it.each<[string, Reading, string]>([
    [
      'a list under another key',
      { answer: body({ Results: [{ id: 1 }], total: 1 }) },
      'Results (a list of 1), total (did you mean Results?)',
    ],
    ['a list of many megabytes under another key', { answer: body(big('Items')) }, '(did you mean Items?)'],
    ['a list in another envelope', { answer: body({ data: { items: [{ id: 1 }] } }) }, '(did you mean data.items?)'],
    ['a message', { answer: body({ message: 'Your plan has no access' }) }, 'the response has message'],
    ['a list alone', { answer: body([{ id: 1 }, { id: 2 }]) }, '(did you mean list at the top?)'],
    [
      'a list of one, with a message, where the second place is read',
      { parts: { fieldPath: ['1'] }, answer: body([{ message: [{ id: '120', value: 'The value is not valid' }] }]) },
      'nothing at 1: the response is a list of 1, with message in the first place',
    ],
    [
      'a message, where a place in a list is read',
      { parts: { fieldPath: ['1'] }, answer: body({ message: 'no access' }) },
      'nothing at 1: the response has message',
    ],
    [
      'a page whose elements have other fields',
      { parts: html('li'), answer: body('<ul><li><i>1</i></li><li><i>2</i></li></ul>') },
      'nothing at the selector "li": 2 elements fit, and no field is found in any of them',
    ],
    ['a text', { answer: body('"Unauthorized"') }, 'the response is "Unauthorized"'],
    [
      'XML',
      { parts: decoded({ type: 'XmlDecoder' }), answer: body('<list><item><id>1</id></item><item><id>2</id></item></list>') },
      '(did you mean list.item?)',
    ],
    [
      'JSON in gzip',
      { parts: decoded({ type: 'GzipDecoder', decoder: { type: 'JsonDecoder' } }), answer: body(gzipSync('{"rows":[{"id":1}]}')) },
      '(did you mean rows?)',
    ],
    [
      'lines of JSON',
      { parts: decoded({ type: 'JsonlDecoder' }), answer: body('{"rows":[{"id":1}]}\n{"rows":[{"id":2}]}\n') },
      '(did you mean rows?)',
    ],
    [
      'a list that a decoder looks for itself',
      {
        parts: { ...decoded({ type: 'JsonItemsDecoder', items_path: 'data.items' }), fieldPath: [] },
        answer: body({ data: { rows: [{ id: 1 }] } }),
      },
      '(did you mean data.rows?)',
    ],
    [
      'a response to a POST',
      { parts: { requester: { http_method: 'POST' } }, answer: body({ rows: [{ id: 1 }] }) },
      '(did you mean rows?)',
    ],
    [
      'a list to be expanded',
      {
        parts: {
          retriever: {
            record_selector: {
              type: 'RecordSelector',
              extractor: {
                type: 'DpathExtractor',
                field_path: ['items'],
                record_expander: { type: 'RecordExpander', expand_records_from_field: ['lines'] },
              },
            },
          },
        },
        answer: body({ items: [{ id: 1, Lines: [{ id: 2 }] }] }),
      },
      '(did you mean items.Lines?)',
    ],
    [
      'the parents of the stream',
      {
        parts: { retriever: { partition_router: parentStream({}, makeStream({ name: 'parents', fieldPath: ['users'] })) } },
        answer: body({ items: [{ id: 1 }] }),
      },
      '(did you mean items?)',
    ],
  ])('is suspect where there is %s', async (_what, reading, expected) => {
    const { end } = await read(reading);
    expect(end.state).toBe('suspect');
    expect(end.reason).toContain(expected);
    expect(end.notes?.map(({ code }) => code)).toEqual(['LIST_MISSING']);
  });

  it.each<[string, Reading]>([
    ['the response has nothing else', { answer: body({ total: 0 }) }],
    ['no element fits a selector', { parts: html('li.post'), answer: body('<ul><li class="entry"><b>1</b></li></ul>') }],
    ['the settings say that there may be nothing', { settings: { expect: { minRecords: 0 } }, answer: body({ rows: [{ id: 1 }] }) }],
  ])('tells it, and is complete, where %s', async (_what, reading) => {
    const { end } = await read(reading);
    expect(end).toMatchObject({ state: 'complete', items: 0, notes: [{ code: 'LIST_MISSING', count: 1 }] });
  });

  it('is told of a stored page too, as a preview shows it', async () => {
    const http = new ScriptedHttp(body({ data: { itmes: [{ id: 1 }] } }));
    const [stream] = (await loadFolder({ manifest: makeManifest({ fieldPath: ['data', 'items'] }), http })).streams;
    const { pages } = await readStream(stream!);
    const missing = await stream!.missing!(firstPageMeta(stream!, pages[0]!), pages[0]!.body);
    expect(missing).toEqual({
      text: 'there is nothing at data.items: data has itmes (a list of 1) (did you mean data.itmes?)',
      isOdd: true,
    });
  });

  it('says what is missing, for those who know whether there were records before', async () => {
    expect((await read({ answer: body({ total: 0 }) })).end.missing).toBe(`${where}: there is nothing at items: the response has total`);
    expect((await read({ parts: html('.post'), answer: body('<p>1</p>') })).end.missing).toBe(
      `${where}: nothing fits the selector ".post"`,
    );
    expect((await read({ settings: { expect: { minRecords: 0 } }, answer: body({ total: 0 }) })).end.missing).toBeUndefined();
  });

  it.each<[string, Reading]>([
    ['an empty list', { answer: body({ items: [] }) }],
    ['null', { answer: body({ items: null, error: null }) }],
    ['an empty response', { answer: body({}) }],
    ['null in the place that is read', { parts: { fieldPath: ['1'] }, answer: body([{ total: 0 }, null]) }],
    ['an empty list where a place in it is read', { parts: { fieldPath: ['1'] }, answer: body([]) }],
    ['an empty list at the top', { parts: { fieldPath: [] }, answer: body([]) }],
    ['a table without rows', { parts: { ...decoded({ type: 'CsvDecoder' }), fieldPath: [] }, answer: body('id,name\n') }],
    ['a wildcard that matches nothing', { parts: { fieldPath: ['data', '*'] }, answer: body({ data: {} }) }],
    [
      'an empty list in a list of many',
      { parts: { ...decoded({ type: 'JsonItemsDecoder', items_path: 'items' }), fieldPath: [] }, answer: body({ items: [] }) },
    ],
    [
      'no news, and the list left out',
      { choices: { cursor: { at: '5' } }, parts: { stream: { incremental_sync: cursor() } }, answer: body({ total: 0 }) },
    ],
  ])('is none where there is %s', async (_what, reading) => {
    const { end } = await read(reading);
    expect([end.state, end.notes, end.missing]).toEqual(['complete', undefined, undefined]);
  });

  it('tells of a response without content, and of one that says it has not changed without being asked', async () => {
    expect((await read({ answer: () => ({ status: 204, body: '' }) })).end).toMatchObject({
      state: 'complete',
      notes: [{ code: 'NO_CONTENT' }],
    });
    expect((await read({ answer: () => ({ status: 304, body: '' }) })).end).toMatchObject({ state: 'complete', unseen: 1 });
  });
});

function cursor(): Record<string, unknown> {
  return { type: 'DatetimeBasedCursor', cursor_field: 'at', datetime_format: '%s', start_datetime: '0' };
}

describe('a read of which some responses lack the list', () => {
  const parts: Parts = { retriever: { partition_router: listRouter('team', ['a', 'b', 'c'], requestOption('team')) } };
  const partly = (other: unknown) =>
    read({ parts, answer: (_path, { team }) => ({ body: team === 'b' ? other : { items: [{ id: team }] } }) });

  it('takes a list that was left out for an empty one', async () => {
    const { end } = await partly({ total: 0 });
    expect([end.state, end.notes, end.unseen]).toEqual(['complete', undefined, undefined]);
  });

  it.each([[{ message: 'Team b is archived' }], [{ Items: [{ id: 9 }] }]])('did not see what stands behind %j', async (other) => {
    expect((await partly(other)).end).toMatchObject({ state: 'complete', unseen: 1, notes: [{ code: 'LIST_MISSING', count: 1 }] });
  });
});

describe('a response with errors', () => {
  const graphql = (data: unknown, path: string[] = ['data', 'orders']): Reading => ({
    parts: { requester: { http_method: 'POST' }, fieldPath: path },
    answer: body({ data, errors: [{ message: 'Throttled', path: ['orders'] }] }),
  });

  it.each<[string, Reading]>([
    ['no data', graphql(null)],
    ['a list that is null', graphql({ shop: { name: 'x' }, orders: null })],
    ['an error object in place of the list', { answer: body({ error: { message: 'Throttled' } }) }],
    ['an error object in an envelope', { parts: { fieldPath: ['r', 'items'] }, answer: body({ r: { error: { message: 'Throttled' } } }) }],
    ['an error before the place that is read', { parts: { fieldPath: ['1'] }, answer: body([{ error: 'Throttled' }]) }],
    ['an error number', { answer: body({ errcode: 40001, errmsg: 'invalid credential' }) }],
    ['a list of error messages', { answer: body({ errorMessages: ['no such field'], errors: {} }) }],
    [
      'a fault in an envelope of XML',
      {
        parts: { ...decoded({ type: 'XmlDecoder' }), fieldPath: ['s:Envelope', 's:Body', 'List', 'Item'] },
        answer: body('<s:Envelope xmlns:s="urn:x"><s:Body><s:Fault><faultstring>error</faultstring></s:Fault></s:Body></s:Envelope>'),
      },
    ],
    [
      'an error in XML',
      { parts: decoded({ type: 'XmlDecoder' }), answer: body('<Error><Message>x</Message><Code>Throttled</Code></Error>') },
    ],
  ])('fails the read, so that it is read again, where there is %s', async (_what, reading) => {
    const { end, items } = await read(reading);
    expect([end.state, items]).toEqual(['failed', []]);
    expect(end.reason).toMatch(/has no .* but|rror/);
  });

  it.each<[string, Reading]>([
    ['some records', graphql({ orders: [{ id: 1 }] })],
    ['an empty list', graphql({ orders: [] })],
    ['an empty list, and no GraphQL', { answer: body({ items: [], error: 'Throttled' }) }],
  ])('is suspect, and keeps what came, where there is %s', async (_what, reading) => {
    const { end } = await read(reading);
    expect(end.state).toBe('suspect');
    expect(end.reason).toContain('Throttled');
  });

  it.each([
    [{ items: [], error: null, errors: [] }],
    [{ items: [], error: { code: 0, message: 'OK' } }],
    [{ items: null, error: 'none', error_code: '0' }],
    [{ items: null, errcode: 0, errmsg: 'ok' }],
    [{ items: [{ id: 1 }], errors: [{ message: 'deprecated' }] }],
    [{ items: [{ id: 1, errors: [{ message: 'of the record' }] }] }],
  ])('is none in %j', async (value) => expect((await read({ answer: body(value) })).end.state).toBe('complete'));

  it('tells no secret that the response repeats', async () => {
    const { end } = await read(graphql(null));
    expect(end.reason).toContain('"errors": Throttled');
  });
});
