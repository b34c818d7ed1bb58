import fc from 'fast-check';
import { makeManifest } from '../testing/manifests';
import { ScriptedHttp, type ScriptedResponse, type SeenRequest } from '../testing/scripted-http';
import { fieldsOf, loadFolder, readStream } from '../testing/source-folder';

jest.setTimeout(60_000);

/** A way of paging: what the manifest says, and a source that pages so. */
interface Way {
  paginator(size: number): Record<string, unknown>;
  source(all: readonly string[], size: number): (request: SeenRequest) => ScriptedResponse;
}

const option = { type: 'RequestOption', inject_into: 'request_parameter', field_name: 'at' };
const byToken = (more: Record<string, unknown> = {}) => ({
  type: 'DefaultPaginator',
  page_token_option: option,
  pagination_strategy: { type: 'CursorPagination', cursor_value: '{{ response.next }}', ...more },
});
const counted = (type: string) => (page_size: number) => ({
  type: 'DefaultPaginator',
  page_token_option: option,
  pagination_strategy: { type, page_size },
});
const rows = (ids: readonly string[], more: Record<string, unknown> = {}) => ({ body: { items: ids.map((id) => ({ id })), ...more } });

/** Gives page after page for whatever it is asked, as a scroll does. */
const scroll = (all: readonly string[], size: number, response: (ids: readonly string[], isLast: boolean) => ScriptedResponse) => {
  let from = 0;
  return (): ScriptedResponse => {
    const ids = all.slice(from, from + size);
    from += size;
    return response(ids, from >= all.length);
  };
};

/** Ways that pages of equal rows cannot confuse. */
const anyRows: Record<string, Way> = {
  'an offset': {
    paginator: counted('OffsetIncrement'),
    source: (all, size) => {
      return ({ query }) => rows(all.slice(Number(query['at'] ?? 0)).slice(0, size));
    },
  },
  'a page number': {
    paginator: counted('PageIncrement'),
    source: (all, size) => {
      return ({ query }) => rows(all.slice(Number(query['at'] ?? 0) * size).slice(0, size));
    },
  },
  'a new token with each page, null at the end': {
    paginator: () => byToken(),
    source: (all, size) => {
      return ({ query }) => {
        const end = Number(query['at'] ?? 0) + size;
        return rows(all.slice(end - size, end), { next: end < all.length ? String(end) : null });
      };
    },
  },
};

/** Ways that are told from a circle by their rows alone. */
const differentRows: Record<string, Way> = {
  'the same token with each page, an empty one at the end': {
    paginator: () => byToken({ stop_condition: "{{ not response['items'] }}" }),
    source: (all, size) => scroll(all, size, (ids) => rows(ids, { next: 's' })),
  },
  'the same token with each page, a flag at the end': {
    paginator: () => byToken({ cursor_value: "{{ 'more' if response.more else '' }}" }),
    source: (all, size) => scroll(all, size, (ids, isLast) => rows(ids, { more: !isLast })),
  },
  'a token that the end repeats': {
    paginator: () => byToken(),
    source: (all, size) => {
      const last = Math.max(size, all.length - (all.length % size || size));
      return ({ query }) => {
        const from = Number(query['at'] ?? 0);
        return rows(all.slice(from, from + size), { next: String(Math.min(from + size, last)) });
      };
    },
  },
  'empty pages in between': {
    paginator: () => byToken(),
    source: (all, size) => {
      return ({ query }) => {
        const at = Number(query['at'] ?? 0);
        const from = Math.floor(at / 3) * size;
        return rows(at % 3 === 0 ? all.slice(from, from + size) : [], { next: from + size < all.length ? String(at + 1) : null });
      };
    },
  },
};

const idsOf = async (way: Way, all: readonly string[], size: number) => {
  const source = await loadFolder({
    manifest: makeManifest({ retriever: { paginator: way.paginator(size) } }),
    settings: { limits: { pages: 500 } },
    http: new ScriptedHttp(way.source(all, size)),
  });
  const { items, end } = await readStream(source.streams[0]!);
  return [end.state, ...fieldsOf(items, 'id')];
};

const sizes = fc.integer({ min: 1, max: 4 });
const unique = fc.uniqueArray(fc.string({ maxLength: 3 }), { maxLength: 20 });
/** Rows in runs of equal ones, as a sorted report has them. */
const sorted = fc
  .array(fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 12 })), { maxLength: 5 })
  .map((runs) => runs.sort().flatMap(([value, count]) => Array.from({ length: count }, () => value)));

describe('paging gives every row once and in order', () => {
  it.each(Object.entries({ ...anyRows, ...differentRows }))('with %s', async (_name, way) => {
    await fc.assert(
      fc.asyncProperty(unique, sizes, async (all, size) => {
        expect(await idsOf(way, all, size)).toEqual(['complete', ...all]);
      }),
      { numRuns: 25 },
    );
  });

  it.each(Object.entries(anyRows))('also where rows are equal, with %s', async (_name, way) => {
    await fc.assert(
      fc.asyncProperty(sorted, sizes, async (all, size) => {
        expect(await idsOf(way, all, size)).toEqual(['complete', ...all]);
      }),
      { numRuns: 25 },
    );
  });
});
