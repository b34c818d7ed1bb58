import type { Json, JsonObject } from '@twl/contracts';
import { ManualClock } from '@twl/ports/testing';
import { makeResponse, makeContext, ScriptedSender } from '../build/build-context.factory';
import { ComponentNode } from '../build/component-node';
import { RunCookies } from '../exchange/run-cookies';
import { PageRequests } from '../retriever/page-requests';
import { createPageTask } from '../roles/retriever';
import { noEvents } from '../session/event-channel';
import { ReadSession } from '../session/read-session';
import { PageLoop } from './page-loop';
import { PageReader } from './page-reader';
import type { PageResult, PageSource, PagingFeature, Setback } from './paging-part';

const page = (number: number): Json => ({ items: [{ id: `${number}a` }, { id: `${number}b` }] });

/** A loop over pages of two records, numbered from 1; `refused` are answered with 409, which asks for paging to restart. */
const setUp = ({ features, last = 3, refused = [] }: { features: PagingFeature[]; last?: number; refused?: number[] }) => {
  const sender = new ScriptedSender(({ params }) => {
    const number = Number(params.get('page'));
    if (refused.includes(number)) return makeResponse(409);
    return makeResponse(200, number <= last ? page(number) : { items: [] });
  });
  const clock = new ManualClock({ auto: true });
  const context = makeContext({ sender, clock });
  const node = (value: JsonObject) => new ComponentNode(value, 'test');
  const paginator = context.build(
    'paginator',
    node({
      type: 'DefaultPaginator',
      page_token_option: { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'page' },
      pagination_strategy: { type: 'PageIncrement', page_size: 2, start_from_page: 1, inject_on_first_request: true },
    }),
  );
  const requester = context.build(
    'requester',
    node({
      type: 'HttpRequester',
      url: 'https://api.example.com/items',
      error_handler: {
        type: 'DefaultErrorHandler',
        response_filters: [{ type: 'HttpResponseFilter', http_codes: [409], action: 'RESET_PAGINATION' }],
      },
    }),
  );
  const extractor = { type: 'DpathExtractor', field_path: ['items'] };
  const reader = new PageReader(context, context.build('recordSelector', node({ type: 'RecordSelector', extractor })));
  const sources = new PageRequests(context, { requester, paginator, ignoreOptionsOnPages: false });
  const { signal } = new AbortController();
  const session = new ReadSession({ budgetMs: 60_000, previous: () => undefined, signal, cookies: new RunCookies() }, clock, noEvents);
  const loop = new PageLoop({ context, paginator, reader, sources, features });
  const read = (partition: JsonObject = {}) => loop.read(createPageTask(session, { partition, interval: {}, extra: {} }));
  return { read, asked: () => sender.sent.map(({ params }) => params.get('page')) };
};

const readAll = async (pages: AsyncIterable<{ partition: unknown }>): Promise<unknown[]> => {
  const partitions: unknown[] = [];
  for await (const { partition } of pages) partitions.push(partition);
  return partitions;
};

/** A feature that stands before the requests of a walk. */
const wrapping = (fetch: (source: PageSource) => PageSource['fetch']): PagingFeature => ({
  begin: () => ({ wrap: (source) => ({ fetch: fetch(source) }) }),
});

/** A feature that notes what the other ones make of a request before it comes to it. */
const naming = (name: string, seen: string[]): PagingFeature =>
  wrapping((source) => (request) => {
    seen.push(`${name} ${String(request.slice.extra['by'] ?? '')}`);
    return source.fetch({ ...request, slice: { ...request.slice, extra: { by: name } } });
  });

describe('PageLoop', () => {
  it('asks for pages until one has fewer records', async () => {
    const { read, asked } = setUp({ features: [] });
    expect(await readAll(read())).toHaveLength(4);
    expect(asked()).toEqual(['1', '2', '3', '4']);
  });

  it('puts the first feature outermost around a request', async () => {
    const seen: string[] = [];
    const { read } = setUp({ features: [naming('first', seen), naming('second', seen)], last: 0 });
    await readAll(read());
    expect(seen).toEqual(['first ', 'second first']);
  });

  it('ends a slice with a feature that gives no further page', async () => {
    const mostPages = (most: number): PagingFeature => ({
      begin() {
        let count = 0;
        return { wrap: (source) => ({ fetch: async (request) => (++count > most ? { kind: 'ignored' } : source.fetch(request)) }) };
      },
    });
    const { read, asked } = setUp({ features: [mostPages(2)] });
    expect(await readAll(read())).toHaveLength(2);
    expect(asked()).toEqual(['1', '2']);
    expect(await readAll(read())).toHaveLength(2);
  });

  it('ends a slice with a setback that concerns no feature', async () => {
    const { read, asked } = setUp({ features: [{ begin: () => ({ recover: () => undefined }) }], refused: [2] });
    expect(await readAll(read())).toHaveLength(1);
    expect(asked()).toEqual(['1', '2']);
  });

  it('goes on as the first feature says that a setback concerns', async () => {
    const setbacks: Setback['kind'][] = [];
    const halving: PagingFeature = {
      begin: ({ slice, depth }) => ({
        recover({ kind }) {
          setbacks.push(kind);
          if (depth > 0) return undefined;
          return { kind: 'slices', slices: ['left', 'right'].map((half) => ({ ...slice, partition: { half } })) };
        },
      }),
    };
    const { read } = setUp({
      features: [{ begin: () => undefined }, { begin: () => ({ recover: () => undefined }) }, halving],
      refused: [2],
    });
    expect(await readAll(read({ half: 'none' }))).toEqual([{ half: 'none' }, { half: 'left' }, { half: 'right' }]);
    expect(setbacks).toEqual(['reset', 'reset', 'reset']);
  });

  it('restarts after a page where a feature gives a slice to restart with, and tells all features', async () => {
    let [restarts, pages] = [0, 0];
    const restarting: PagingFeature = {
      begin: ({ slice }) => ({
        endPage: () => (++pages === 2 ? { ...slice, partition: { part: 'rest' } } : undefined),
      }),
    };
    const counting: PagingFeature = { begin: () => ({ endPage: () => undefined, restart: () => void restarts++ }) };
    const { read, asked } = setUp({ features: [restarting, counting], last: 2 });
    expect(await readAll(read())).toEqual([{}, {}, { part: 'rest' }, { part: 'rest' }, { part: 'rest' }]);
    expect(asked()).toEqual(['1', '2', '1', '2', '3']);
    expect(restarts).toBe(1);
  });

  it('frees the page that was asked for ahead when nobody wants more', async () => {
    const freed: string[] = [];
    const freeing = wrapping((source) => async (request) => {
      const result = (await source.fetch(request)) as PageResult;
      const { body } = result.page;
      const dispose = async () => void freed.push(String(request.token));
      return { ...result, page: { ...result.page, body: { bytes: body.bytes, sha256: body.sha256, open: () => body.open(), dispose } } };
    });
    const { read, asked } = setUp({ features: [freeing] });
    for await (const _page of read()) {
      while (asked().length < 2) await new Promise((resolve) => setImmediate(resolve));
      break;
    }
    expect(freed.toSorted()).toEqual(['1', '2']);
  });
});
