import type { Json, JsonObject } from '@twl/contracts';
import { outlineDocument } from './outline';

async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array, void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

describe('outline', () => {
  const many = (count: number) => `[${Array.from({ length: count }, (_, id) => `{"id":${id}}`).join(',')}]`;

  it('keeps what is short, and of a long list its length and its first and last elements', async () => {
    const seen = await outlineDocument(pieces(`{"meta":{"next":"abc"},"data":${many(200_000)},"short":[1,2],"none":[],"total":3}`, 65_536));
    const { data, ...rest } = seen as { data: JsonObject[] } & JsonObject;
    expect(rest).toEqual({ meta: { next: 'abc' }, short: [1, 2], none: [], total: 3 });
    expect([data.length, data[0], data[1], data.at(-1)]).toEqual([200_000, { id: 0 }, {}, { id: 199_999 }]);
  });

  it('has a list of one or two long elements as long as it is', async () => {
    const long = JSON.stringify('x'.repeat(17 * 1024 * 1024));
    expect(await outlineDocument(pieces(`{"a":[${long}],"b":[${long},2],"c":[1,${long}]}`, 65_536))).toEqual({
      a: [{}],
      b: [{}, 2],
      c: [1, {}],
    });
  });

  it('looks into objects inside each other, as GraphQL has them', async () => {
    const text = `{"data":{"viewer":{"account":{"shop":{"orders":{"edges":${many(200_000)},"pageInfo":{"hasNextPage":true}}}}}}}`;
    expect(await outlineDocument(pieces(text, 65_536))).toMatchObject({
      data: { viewer: { account: { shop: { orders: { pageInfo: { hasNextPage: true } } } } } },
    });
  });

  it('says of no list that it has more than a million elements', async () => {
    const list = (await outlineDocument(pieces(`[[${'1,'.repeat(1_200_000)}1]]`, 65_536))) as Json[];
    expect([list.length, list[0], list.at(-1)]).toEqual([1_000_000, 1, 1]);
  });

  it('has null for what is no JSON, and U+FFFD for a byte that is no UTF-8', async () => {
    const chunks = async function* () {
      yield Buffer.from('{"note":"caf\xe9","meta":{"a":undefined,"b":2},"list":[1,nope,3],"size":NaN,"large":1e99999}', 'latin1');
    };
    expect(await outlineDocument(chunks())).toEqual({
      note: 'caf\ufffd',
      meta: { a: null, b: 2 },
      list: [1, null, 3],
      size: null,
      large: null,
    });
  });

  it('is of the first element of a list', async () => {
    expect(await outlineDocument(pieces('[{"a":1},{"a":2}]', 4))).toEqual({ a: 1 });
  });
});
