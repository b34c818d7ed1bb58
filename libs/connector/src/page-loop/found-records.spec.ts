import { type Payload, payloadOf } from '@twl/ports';
import type { ReadablePage, RecordSelector, Selected } from '../roles/roles';
import { FoundRecords } from './found-records';

/** Gives what it is told to, and counts how often it is asked. */
class CountingSelector implements RecordSelector {
  readonly decoder = undefined as never;
  asked = 0;

  async *select({ scope }: ReadablePage): AsyncGenerator<readonly Selected[], void> {
    this.asked++;
    yield [{ kind: 'record', itemIndex: 0, pointer: '/0', data: { partition: scope.values['stream_partition']! } }];
    yield [{ kind: 'filtered', itemIndex: 1, pointer: '/1', data: {} }];
    if (scope.values['stream_partition'] === 'broken') throw new Error('the page ends in the middle');
  }
}

const pageOf = (body: Payload, partition: string): ReadablePage => ({
  body,
  headers: {},
  scope: { values: { stream_partition: partition }, now: 0, random: () => 0 },
});
const gather = async (found: AsyncIterable<readonly Selected[]>): Promise<Selected[]> => {
  const all: Selected[] = [];
  for await (const some of found) all.push(...some);
  return all;
};
const partitions = async (found: AsyncIterable<readonly Selected[]>): Promise<unknown[]> =>
  (await gather(found)).flatMap((item) => (item.kind === 'record' ? [item.data['partition']] : []));

describe('FoundRecords', () => {
  const setUp = () => {
    const selector = new CountingSelector();
    return { selector, found: new FoundRecords(selector) };
  };

  it('asks once for a page that is looked into and extracted', async () => {
    const { selector, found } = setUp();
    const page = pageOf(payloadOf('{}'), 'a');
    const [first, second] = [await gather(found.keep(page)), await gather(found.of(page))];
    expect(first).toHaveLength(2);
    expect(second).toEqual(first);
    expect(selector.asked).toBe(1);
  });

  it('asks for every page that was not kept', async () => {
    const { selector, found } = setUp();
    const page = pageOf(payloadOf('{}'), 'a');
    await gather(found.of(page));
    await gather(found.of(page));
    expect(selector.asked).toBe(2);
  });

  it('keeps no large page', async () => {
    const { selector, found } = setUp();
    const page = pageOf({ ...payloadOf('{}'), bytes: 2 * 1024 * 1024 }, 'a');
    await gather(found.keep(page));
    await gather(found.of(page));
    expect(selector.asked).toBe(2);
  });

  it('gives the items before an error, and the error, to each who asks', async () => {
    const { found } = setUp();
    const page = pageOf(payloadOf('{}'), 'broken');
    for (const source of [found.keep(page), found.of(page)]) {
      let items = 0;
      const all = async () => {
        for await (const some of source) items += some.length;
      };
      await expect(all()).rejects.toThrow('in the middle');
      expect(items).toBe(2);
    }
  });

  it('mixes nothing up where one response is the page of two partitions', async () => {
    const { found } = setUp();
    const body = payloadOf('{}');
    const [a, b] = [pageOf(body, 'a'), pageOf(body, 'b')];
    expect(await partitions(found.keep(a))).toEqual(['a']);
    expect(await partitions(found.keep(b))).toEqual(['b']);
    expect(await partitions(found.of(a))).toEqual(['a']);
    expect(await partitions(found.of(b))).toEqual(['b']);
  });
});
