import { outline } from './outline';

async function* pieces(text: string, size: number): AsyncGenerator<Uint8Array, void> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size));
}

describe('outline', () => {
  it('keeps what is short and leaves out a long list', async () => {
    const text = `{"meta":{"next":"abc"},"data":[${Array.from({ length: 200_000 }, (_, id) => `{"id":${id}}`).join(',')}],"total":3}`;
    expect(await outline(pieces(text, 65_536))).toEqual({ meta: { next: 'abc' }, data: [], total: 3 });
  });

  it('has null for what is no JSON, and U+FFFD for a byte that is no UTF-8', async () => {
    const chunks = async function* () {
      yield Buffer.from('{"note":"caf\xe9","meta":{"a":undefined,"b":2},"list":[1,nope,3],"size":NaN,"large":1e99999}', 'latin1');
    };
    expect(await outline(chunks())).toEqual({ note: 'caf\ufffd', meta: { a: null, b: 2 }, list: [1, null, 3], size: null, large: null });
  });

  it('is of the first element of a list', async () => {
    expect(await outline(pieces('[{"a":1},{"a":2}]', 4))).toEqual({ a: 1 });
  });
});
