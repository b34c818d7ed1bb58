import type { Failure, List, Run } from '@twl/contracts';
import { waitFor } from '../../product/wait-for';
import type { ShopSource } from './shop';

/** An answer of the API. */
export interface Answered<T> {
  status: number;
  body: T;
}

/** The three functions, wherever they run, with what is between them. */
export interface Cloud {
  /** Asks the API. */
  ask<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answered<T>>;
  /** Calls ingestion with an event. */
  ingest(event: unknown): Promise<unknown>;
  /** What a signed address brings. */
  follow(url: string): Promise<string>;
  /** Waits until no message is on its way. */
  settle(): Promise<void>;
  /** Lets more than a minute pass. */
  later(): Promise<void>;
}

/** Who plays: the product, and the API that its sources read. */
export class FlowStage {
  constructor(
    private readonly cloud: Cloud,
    readonly shop: ShopSource,
  ) {}

  async get<T>(path: string): Promise<T> {
    return this.expecting('GET', path, 200);
  }

  async post<T>(path: string, body?: unknown, status = 200): Promise<T> {
    return this.expecting('POST', path, status, body);
  }

  status(path: string, method: 'GET' | 'POST' = 'GET', body?: unknown): Promise<number> {
    return this.cloud.ask(method, path, body).then(({ status }) => status);
  }

  /** The length of an answer that is too large for a function, from where it was put. */
  async handedOver(path: string): Promise<number> {
    const { url } = await this.expecting<{ url: string }>('GET', path, 303);
    return (await this.cloud.follow(url)).length;
  }

  ingest(event: unknown): Promise<unknown> {
    return this.cloud.ingest(event);
  }

  /** Asks the API for a run of a source, and waits until what it fetched is applied. */
  async run(source: string): Promise<Run> {
    const { runs } = await this.post<{ runs: { id: string }[] }>(`/sources/${source}/runs`, undefined, 202);
    await this.cloud.settle();
    return this.get(`/runs/${encodeURIComponent(runs[0]!.id)}`);
  }

  /** The same by an event, for what the API does not know yet. */
  async fetched(source: string): Promise<void> {
    await this.cloud.ingest({ run: { source } });
    await this.cloud.settle();
  }

  settle(): Promise<void> {
    return this.cloud.settle();
  }

  /** Replays the one stream of a source, and waits until that is done. */
  async replay(source: string, body: object): Promise<void> {
    const asked = await this.cloud.ask<{ replays: { id: string }[] }>('POST', `/sources/${source}/replays`, body);
    const { id } = asked.body.replays[0]!;
    await waitFor(`replay ${id} is done`, async () => (await this.get<{ state: string }>(`/replays/${id}`)).state === 'done', 60_000);
  }

  /** Redrives or discards many, waits until that is done, and gives what became of each. */
  async actOnMany(path: '/redrives' | '/discards', body: object): Promise<unknown[]> {
    const { id } = (await this.cloud.ask<{ id: string }>('POST', path, body)).body;
    return waitFor(`${path} ${id} are done`, async () => {
      const { state, results } = await this.get<{ state: string; results: unknown[] }>(`${path}/${id}`);
      return state === 'done' && results;
    });
  }

  async failures(query: string): Promise<Failure[]> {
    return (await this.get<List<Failure>>(`/failures?status=open&${query}`)).items;
  }

  async count(source: string): Promise<number> {
    return (await this.get<List<unknown>>(`/records?limit=200&source=${source}`)).items.length;
  }

  later(): Promise<void> {
    return this.cloud.later();
  }

  private async expecting<T>(...[method, path, status, body]: ['GET' | 'POST', string, number, unknown?]): Promise<T> {
    const answer = await this.cloud.ask<T>(method, path, body);
    if (answer.status === status) return answer.body;
    throw new Error(`${method} ${path} answered ${String(answer.status)}: ${JSON.stringify(answer.body)}`);
  }
}

const why = 'the whole flow';
const stateOfOrders = '/sources/orders/streams/orders/contract';

const holdSources = async (stage: FlowStage): Promise<void> => {
  expect(await stage.post('/sources/orders/pause', { dryRun: false, why })).toMatchObject({});
  expect(await stage.post('/sources/orders/resume', { dryRun: false, why })).toMatchObject({});
  const { id } = await stage.run('leaflets');
  const run = `/runs/${encodeURIComponent(id)}`;
  expect(await stage.status(`${run}/cancel`, 'POST', { dryRun: false, why })).toBe(409);
  expect((await stage.get<{ steps: unknown[] }>(`${run}/events`)).steps).not.toEqual([]);
};

const discardGroups = async (stage: FlowStage): Promise<void> => {
  stage.shop.orders[0]!.price = [1];
  await stage.run('orders');
  const [group] = (await stage.get<List<{ id: string }>>('/failure-groups?source=orders')).items;
  expect(await stage.status(`/failure-groups/${group!.id}`)).toBe(200);
  expect(await stage.actOnMany('/discards', { filter: { source: 'orders' }, dryRun: false, why })).toMatchObject([{ kind: 'discarded' }]);
  expect(await stage.failures('source=orders')).toEqual([]);
  for (const alert of (await stage.get<List<{ id: string }>>('/alerts')).items)
    expect(await stage.status(`/alerts/${encodeURIComponent(alert.id)}`)).toBe(200);
  expect(await stage.status('/alerts/no-such-alert')).toBe(404);
  // No channel is set up.
  expect(await stage.status('/alerts/test', 'POST', { why })).toBe(409);
};

const takeDataOut = async (stage: FlowStage): Promise<void> => {
  const { id } = await stage.post<{ id: string }>('/exports', { format: 'csv', query: { source: 'orders' }, why }, 202);
  await waitFor('the export is written', async () => (await stage.get<{ state: string }>(`/exports/${id}`)).state === 'done');
  expect(await stage.handedOver(`/exports/${id}/file`)).toBeGreaterThan(100);
  expect((await stage.get<List<unknown>>('/changes?source=orders')).items).not.toEqual([]);
  expect(await stage.status('/changes/stream')).toBe(406);
};

const useKeys = async (stage: FlowStage): Promise<void> => {
  const asked = { name: 'flow', role: 'viewer', why };
  const { key, text } = await stage.post<{ key: { id: string }; text: string }>('/keys', asked, 201);
  expect((await stage.get<List<unknown>>('/keys')).items).toHaveLength(1);
  expect(await stage.get('/session')).toMatchObject({ signIn: { byKey: true } });
  await stage.post(`/keys/${key.id}/revoke`, { why });
  // Only a page of the dashboard may sign in or out.
  const bodies = { key: { key: text }, authorization: undefined, code: { code: 'c', state: 's' }, end: undefined };
  for (const [path, body] of Object.entries(bodies)) expect(await stage.status(`/session/${path}`, 'POST', body)).toBe(403);
};

/** Everything that the product does on AWS, step by step; each goes on where the one before it ended. */
export const wholeFlow: [title: string, play: (stage: FlowStage) => Promise<void>][] = [
  [
    'a run that the API is asked for is fetched, applied and shown',
    async (stage) => {
      expect(await stage.run('orders')).toMatchObject({ state: 'succeeded', counts: { fetched: 10, new: 10 } });
      expect(await stage.count('orders')).toBe(10);
    },
  ],
  [
    'pages and records that are large, short-lived, behind a token or known to the source alone are read and shown',
    async (stage) => {
      await stage.fetched('leaflets');
      await stage.fetched('leaflets');
      for (const view of ['raw', 'versions/diff?from=1&to=2']) expect(await stage.status(`/records/leaflets.leaflets.1/${view}`)).toBe(200);
      for (const source of ['members', 'boards', 'archive', 'visits', 'visits']) await stage.fetched(source);
      expect(await stage.count('leaflets')).toBe(1);
      expect(await stage.count('members')).toBe(1);
      expect(await stage.count('boards')).toBe(1);
      expect(await stage.count('visits')).toBe(1);
      expect(await stage.status('/records/leaflets.leaflets.1')).toBe(200);
      expect(await stage.status('/records/archive.archive.1/raw')).toBe(200);
      expect(await stage.handedOver('/records/archive.archive.0')).toBeGreaterThan(7_000_000);
    },
  ],
  [
    'everything that can be looked at is shown',
    async (stage) => {
      const paths = ['/records/orders.orders.1', '/records/orders.orders.1/raw', '/records/orders.orders.1/versions'];
      const lists = ['/runs', '/failures', '/audit', '/drift', '/analytics', '/sources', '/sources/boards', stateOfOrders];
      for (const path of [...paths, ...lists, '/health/live', '/health/ready'])
        expect([path, await stage.status(path)]).toEqual([path, 200]);
    },
  ],
  [
    'a refused record is accepted and redriven, another one discarded',
    async (stage) => {
      stage.shop.orders[2]!.price = 'twelve';
      stage.shop.orders[3]!.price = 'thirteen';
      stage.shop.orders[4]!.price = 'fourteen';
      expect(await stage.run('orders')).toMatchObject({ state: 'partial', counts: { quarantined: 3 } });
      const [first, second, third] = await stage.failures('source=orders');
      await stage.post(`/failures/${encodeURIComponent(third!.id)}/discard`, { why });
      await stage.post(`${stateOfOrders}/accept`, { why });
      expect(await stage.post(`/failures/${encodeURIComponent(first!.id)}/redrive`, { why })).toMatchObject({ kind: 'applied' });
      expect(await stage.actOnMany('/redrives', { ids: [second!.id], dryRun: false, why })).toMatchObject([{ kind: 'applied' }]);
      expect(await stage.status(`/failures/${encodeURIComponent(first!.id)}`)).toBe(200);
    },
  ],
  [
    'a page that is held back goes back to the queue and is applied',
    async (stage) => {
      stage.shop.orders[7]!.state = 5;
      await stage.run('orders');
      const [held] = await stage.failures('source=orders&kind=page');
      await stage.post(`${stateOfOrders}/accept`, { why });
      expect(await stage.post(`/failures/${encodeURIComponent(held!.id)}/redrive`, { why })).toMatchObject({ kind: 'queued' });
      await stage.settle();
      expect(await stage.get('/records/orders.orders.8')).toMatchObject({ data: { state: 5 } });
    },
  ],
  [
    'a replay applies what was held back, and what is gone is deleted then',
    async (stage) => {
      stage.shop.orders[1]!.state = true;
      stage.shop.orders = stage.shop.orders.slice(0, 9);
      expect(await stage.run('orders')).toMatchObject({ deletions: { state: 'waiting' } });
      await stage.post(`${stateOfOrders}/accept`, { why });
      await stage.replay('orders', { dryRun: false, why });
      await stage.settle();
      expect(await stage.count('orders')).toBe(9);
    },
  ],
  [
    'deletions that a person is asked about are confirmed, and undone',
    async (stage) => {
      stage.shop.orders = stage.shop.orders.slice(0, 5);
      const { id, deletions } = await stage.run('orders');
      expect(deletions).toMatchObject({ state: 'pending', missing: 4 });
      await stage.post(`/runs/${encodeURIComponent(id)}/deletions/confirm`, { why }, 202);
      await stage.settle();
      expect(await stage.count('orders')).toBe(5);
      await stage.post(`/runs/${encodeURIComponent(id)}/deletions/undo`, { why }, 202);
      await stage.settle();
      expect(await stage.count('orders')).toBe(9);
    },
  ],
  ['a source is paused and resumed, a run is cancelled, and what a run did is shown', holdSources],
  ['failures are discarded in groups, and alerts are shown', discardGroups],
  ['records are exported, and changes are read', takeDataOut],
  ['a key is made, signs in and is revoked', useKeys],
  [
    'large records are replayed from raw alone',
    async (stage) => {
      await stage.replay('archive', {});
      await stage.replay('archive', { dryRun: false, why });
      expect(await stage.handedOver('/records/archive.archive.0')).toBeGreaterThan(7_000_000);
    },
  ],
  [
    'a schedule makes the runs that are due, and removes what is over',
    async (stage) => {
      // A run that is not settled yet is looked at.
      await stage.ingest({ run: { source: 'leaflets' } });
      await stage.later();
      await stage.ingest({ schedule: {} });
      await stage.settle();
      expect(await stage.count('minutely')).toBe(1);
      expect(await stage.get('/records/leaflets.leaflets.1/versions')).toMatchObject({ items: [expect.anything()] });
    },
  ],
];
