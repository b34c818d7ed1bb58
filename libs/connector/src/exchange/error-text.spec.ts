import type { Json } from '@twl/contracts';
import { makeResponse } from '../build/build-context.factory';
import { errorTextOf } from './error-text';

describe('errorTextOf', () => {
  it.each<[Json, string | undefined]>([
    [{ message: 'json error message' }, 'json error message'],
    [[{ message: 'list error message' }], 'list error message'],
    [[{ message: 'first' }, { message: 'second' }], 'first, second'],
    [[{ errors: 'first' }, { errors: 'second' }], 'first, second'],
    [{ errors: [{ detail: 'a' }, 'b', 3, null] }, 'a, b'],
    ...['error', 'messages', 'failures', 'failure', 'detail', 'err', 'error_message', 'msg', 'reason', 'status_message'].map(
      (key): [Json, string] => [{ [key]: `${key} text` }, `${key} text`],
    ),
    [{ message: '', error: { message: 'inner' } }, 'inner'],
    [{ message: null, errors: [], msg: 'said' }, 'said'],
    [{ error: 17 }, undefined],
    [{}, undefined],
    ['invalid json body', 'invalid json body'],
  ])('finds in %j the text %j', async (body, expected) => {
    expect(await errorTextOf(makeResponse(400, body))).toBe(expected);
  });

  it('does not go down without end', async () => {
    let nested: Json = 'deep';
    for (let i = 0; i < 10_000; i += 1) nested = { error: nested };
    expect(await errorTextOf({ ...makeResponse(400), json: async () => nested })).toBeUndefined();
  });
});
