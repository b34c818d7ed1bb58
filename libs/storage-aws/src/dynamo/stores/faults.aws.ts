import type { PageId } from '@twl/contracts';
import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Lease } from '@twl/ports';
import { makeBegin, makeCommit, makePage, makeWrite, ManualClock } from '@twl/ports/testing';
import { cancelledFor, DynamoFaults, lostResponse, refusal } from '../../testing/dynamo-faults';
import { emulatedStores, type EmulatedStores } from '../../testing/emulated-stores';

const keysUpTo = (count: number) => Array.from({ length: count }, (_, n) => `k${n}`);
const idOf = (key: string) => `shop.orders.${key}`;

/** The items of a batch, as the document client shows them: text without its type. */
const plainWrites = (input: object): unknown =>
  JSON.parse(JSON.stringify(input, (_name, value: unknown) => (isText(value) ? value.S : value))).RequestItems;

const isText = (value: unknown): value is { S: string } =>
  typeof value === 'object' && value !== null && 'S' in value && typeof value.S === 'string';

describe('the stores in DynamoDB, faults 9, 10, 11, 16 and 19', () => {
  let opened: EmulatedStores;
  let faults: DynamoFaults;
  let lease: Lease;
  const stores = () => opened.stores;

  beforeEach(async () => {
    opened = await emulatedStores({ clock: new ManualClock() });
    const begun = await stores().runs.begin(makeBegin());
    if (begun.kind !== 'started') throw new Error(begun.kind);
    lease = begun.lease;
    faults = new DynamoFaults(opened.clients.dynamo);
  });
  afterEach(() => opened.close());

  const page = async (pageIndex = 0): Promise<PageId> => {
    const entry = makePage(lease, { pageIndex });
    await stores().ledger.enter(lease, entry);
    return { source: 'shop', stream: 'orders', runId: lease.runId, runSeq: 1, pageIndex };
  };
  const writes = (keys: readonly string[]) => keys.map((key) => makeWrite({ key }));
  const exported = async () => {
    const keys: string[] = [];
    for await (const { key } of stores().reader.export({})) keys.push(key);
    return keys.sort();
  };
  const newOnes = async () => (await stores().reader.analytics({}, '2026-02-01T00:00:00.000Z')).bySource[0]?.new;

  describe('a cancelled transaction', () => {
    it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
      'is repeated for %s, under a token of its own, and counts once',
      async (code) => {
        const ref = await page();
        for (let i = 0; i < 3; i++) faults.next('TransactWriteItems', cancelledFor('None', code));
        const before = faults.requests.length;
        expect(await stores().records.commit(makeCommit(ref, writes(['a'])))).toEqual({ kind: 'committed' });
        const made = faults.requests.slice(before).filter(({ operation }) => operation === 'TransactWriteItems');
        expect(new Set(made.map(({ input }) => input['ClientRequestToken'])).size).toBe(4);
        expect([await exported(), await newOnes()]).toEqual([['a'], 1]);
      },
    );

    it('is given up after a bounded number of attempts, and can be tried later', async () => {
      const ref = await page();
      for (let i = 0; i < 50; i++) faults.next('TransactWriteItems', cancelledFor('TransactionConflict'));
      const before = faults.countOf('TransactWriteItems');
      await expect(stores().records.commit(makeCommit(ref, writes(['a'])))).rejects.toMatchObject({ code: 'UNAVAILABLE', retryable: true });
      expect(faults.countOf('TransactWriteItems') - before).toBe(12);
      expect(await exported()).toEqual([]);
    });

    it.each(['ValidationError', 'ItemCollectionSizeLimitExceeded', 'AccessDenied'])('is an error for %s, at once', async (code) => {
      const ref = await page();
      faults.next('TransactWriteItems', cancelledFor('None', code));
      const before = faults.countOf('TransactWriteItems');
      await expect(stores().records.commit(makeCommit(ref, writes(['a'])))).rejects.toThrow('TransactionCanceled');
      expect(faults.countOf('TransactWriteItems') - before).toBe(1);
    });

    it('names one stale record, and the others go through without it in one more', async () => {
      await stores().records.commit(makeCommit(await page(), writes(['k40'])));
      const ref = await page(1);
      const before = faults.countOf('TransactWriteItems');
      const all = keysUpTo(80);
      expect(await stores().records.commit(makeCommit(ref, writes(all)))).toEqual({ kind: 'conflict', ids: [idOf('k40')] });
      const rest = all.filter((key) => key !== 'k40');
      expect(await stores().records.commit(makeCommit(ref, writes(rest)))).toEqual({ kind: 'committed' });
      expect(faults.countOf('TransactWriteItems') - before).toBe(2);
      expect(await exported()).toEqual([...all].sort());
    });

    it('is a fault of ours when a token is reused for something else, and says so', async () => {
      const ref = await page();
      faults.next('TransactWriteItems', () => Promise.reject(refusal('IdempotentParameterMismatchException')));
      await expect(stores().records.commit(makeCommit(ref, writes(['a'])))).rejects.toMatchObject({
        code: 'AWS_REFUSED',
        retryable: false,
      });
    });
  });

  describe('a lost response', () => {
    it('is requested again under the same token: the commit is made once', async () => {
      const ref = await page();
      faults.next('TransactWriteItems', lostResponse);
      const before = faults.requests.length;
      expect(await stores().records.commit(makeCommit(ref, writes(['a', 'b'])))).toEqual({ kind: 'committed' });
      const made = faults.requests.slice(before).filter(({ operation }) => operation === 'TransactWriteItems');
      expect(new Set(made.map(({ input }) => input['ClientRequestToken'])).size).toBe(1);
      expect([made.length, await newOnes()]).toEqual([2, 2]);
    });

    it('that stays lost is an error that can be retried, and then the page has moved', async () => {
      const ref = await page();
      const commit = makeCommit(ref, writes(['a']));
      for (let i = 0; i < 5; i++) faults.next('TransactWriteItems', lostResponse);
      await expect(stores().records.commit(commit)).rejects.toMatchObject({ retryable: true });
      expect(await stores().records.commit(commit)).toEqual({ kind: 'moved' });
      expect([await exported(), await newOnes()]).toEqual([['a'], 1]);
    });

    it('of a run that began says that it exists', async () => {
      for (let i = 0; i < 5; i++) faults.next('TransactWriteItems', lostResponse);
      const request = makeBegin({ id: 'other', stream: 'customers' });
      await stores().unapplied.open(1);
      await expect(stores().runs.begin(request)).rejects.toMatchObject({ retryable: true });
      expect(await stores().runs.begin(request)).toMatchObject({ run: { id: 'other', seq: 1 } });
      expect((await stores().runs.list({ limit: 10 })).items).toHaveLength(2);
    });
  });

  describe('a busy table', () => {
    const throttled = () => Promise.reject(refusal('ThrottlingException', { $retryable: { throttling: true } }));

    it('completes a batch later, and nothing is missing', async () => {
      const keys = keysUpTo(80);
      await stores().records.commit(makeCommit(await page(), writes(keys)));
      for (let i = 0; i < 3; i++) {
        faults.next('BatchGetItem', async ({ input }, pass) => {
          const { RequestItems } = input as { RequestItems: Record<string, { Keys: unknown[] }> };
          const result = await pass();
          const responses = result.output['Responses'] as Record<string, unknown[]>;
          const [name] = Object.keys(RequestItems);
          const kept = responses[name!]!.slice(0, 10);
          const missing = responses[name!]!.slice(10) as Record<string, unknown>[];
          const Keys = missing.map(({ pk, sk }) => ({ pk, sk }));
          return { ...result, output: { ...result.output, Responses: { [name!]: kept }, UnprocessedKeys: { [name!]: { Keys } } } };
        });
      }
      const currents = await stores().records.currents([...keys.map(idOf), idOf('none')]);
      expect([...currents.keys()].sort()).toEqual(keys.map(idOf).sort());
      expect(faults.countOf('BatchGetItem')).toBeGreaterThan(3);
    });

    it('writes the rest of a batch later, and lists are whole', async () => {
      const keys = keysUpTo(40);
      for (let i = 0; i < 2; i++)
        faults.next('BatchWriteItem', async ({ input }) => ({ output: { UnprocessedItems: plainWrites(input), $metadata: {} } }));
      await stores().records.commit(makeCommit(await page(), writes(keys)));
      const { items } = await stores().reader.list({ limit: 100, sort: 'updatedAt' });
      expect(items).toHaveLength(40);
    });

    it('is asked again when it throttles, and fails when it does not stop', async () => {
      const ref = await page();
      faults.next('TransactWriteItems', throttled);
      expect(await stores().records.commit(makeCommit(ref, writes(['a'])))).toEqual({ kind: 'committed' });
      for (let i = 0; i < 5; i++) faults.next('BatchGetItem', throttled);
      await expect(stores().records.currents([idOf('a')])).rejects.toMatchObject({ code: 'AWS_THROTTLED', retryable: true });
    });
  });

  it('keeps bodies of any size, and shows them', async () => {
    const data = { small: 'x', large: randomBytes(500_000).toString('base64'), larger: 'y'.repeat(6_000_000) };
    const write = makeWrite({ key: 'large', data }, { versions: [{ version: 1, content: makeWrite({ data }).content }] });
    expect(await stores().records.commit(makeCommit(await page(), [write, ...writes(keysUpTo(40))]))).toEqual({ kind: 'committed' });
    expect(await stores().reader.get(idOf('large'))).toEqual(write.record);
    expect((await stores().records.history(idOf('large'))).map((version) => version.data)).toEqual([data, data]);
    expect(opened.blobs.bodies.size).toBe(2);
  });

  it('renumbers a history that is longer than a transaction, all or nothing', async () => {
    const content = (n: number) => makeWrite({ data: { n } }).content;
    const versions = (from: number, count: number) =>
      Array.from({ length: count }, (_, i) => ({ version: from + i, content: content(from + i) }));
    const { records, reader } = stores();
    const write = (version: number, expected: number | null, of: ReturnType<typeof versions>) =>
      makeWrite({ key: 'old', version, data: { n: version } }, { expected, versions: of });
    const revision = async () => (await records.heads([idOf('old')])).get(idOf('old'))!.revision;
    const numbers = async () => (await records.history(idOf('old'))).map(({ data }) => data['n']);
    await records.commit(makeCommit(await page(), [write(151, null, versions(1, 150))]));
    expect(await numbers()).toEqual(Array.from({ length: 151 }, (_, n) => n + 1));
    await records.commit(makeCommit(await page(1), [write(152, await revision(), versions(151, 1))]));
    expect(await numbers()).toHaveLength(152);
    const late = makeCommit(await page(2), [write(153, (await revision()) - 1, versions(1, 152))]);
    expect(await records.commit(late)).toEqual({ kind: 'conflict', ids: [idOf('old')] });
    expect(await numbers()).toHaveLength(152);
    const again = makeCommit(await page(2), [write(153, await revision(), versions(1, 152))]);
    expect(await records.commit(again)).toEqual({ kind: 'committed' });
    await records.commit(makeCommit(await page(3), [write(154, await revision(), versions(153, 1))]));
    expect(await numbers()).toEqual(Array.from({ length: 154 }, (_, n) => n + 1));
    expect((await reader.versions(idOf('old'))).map(({ version }) => version)).toEqual(Array.from({ length: 154 }, (_, n) => 154 - n));
  });

  it('hides items past their time to live', async () => {
    const { dynamo } = opened.clients;
    const Item = { pk: { S: 'A#gone' }, sk: { S: 'A' }, b: { S: JSON.stringify({ id: 'gone' }) }, ttl: { N: '1' } };
    await dynamo.send(new PutItemCommand({ TableName: opened.table, Item }));
    expect(await stores().audit.get('gone')).toBeUndefined();
  });

  it('lets workers commit side by side: each page once, counters as the records are', async () => {
    const pages = await Promise.all(Array.from({ length: 12 }, (_, index) => page(index)));
    const apply = async (ref: PageId): Promise<string> => {
      const own = [`own-${ref.pageIndex}`, `shared-${ref.pageIndex % 3}`];
      for (;;) {
        const heads = await stores().records.heads(own.map(idOf));
        const made = own.map((key) => {
          const head = heads.get(idOf(key));
          return makeWrite({ key, version: (head?.version ?? 0) + 1 }, { expected: head?.revision ?? null });
        });
        const { kind } = await stores().records.commit(makeCommit(ref, made));
        if (kind !== 'conflict') return kind;
      }
    };
    const kinds = await Promise.all([...pages, ...pages].map(apply));
    expect(kinds.sort()).toEqual([...pages.map(() => 'committed'), ...pages.map(() => 'moved')]);
    const { bySource } = await stores().reader.analytics({}, '2026-02-01T00:00:00.000Z');
    expect(bySource).toEqual([{ source: 'shop', records: 15, new: 15, changed: 9, quarantined: 0 }]);
    expect((await exported()).length).toBe(15);
  }, 120_000);
});
