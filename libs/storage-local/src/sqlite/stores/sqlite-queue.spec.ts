import { ManualClock } from '@twl/ports/testing';
import { openLocalEngine } from '../../open-local-engine';
import { testFolder } from '../../testing/test-folder';

const day = 86_400_000;
const visibilityMs = 30_000;

describe('a queue whose clock was ahead', () => {
  let opened: { engine: Awaited<ReturnType<typeof openLocalEngine>>; clock: ManualClock; close(): Promise<void> };
  beforeEach(async () => {
    const folder = await testFolder();
    const clock = new ManualClock();
    const engine = await openLocalEngine({ dataDir: folder.path, clock });
    opened = { engine, clock, close: () => engine.close().then(() => folder.remove()) };
  });
  afterEach(() => opened.close());

  const receive = () => opened.engine.pageQueue.receive({ max: 10, waitMs: 0, visibilityMs });
  const depth = () => opened.engine.pageQueue.depth();

  it('delivers messages that were sent, delayed and released meanwhile, once the clock is set back', async () => {
    const { engine, clock } = opened;
    await engine.pageQueue.send([{ n: 1 }]);
    clock.jump(day);
    const [first] = await receive();
    await engine.pageQueue.release(first!.receipt, 5000);
    await engine.pageQueue.send([{ n: 2 }]);
    await engine.pageQueue.send([{ n: 3 }], { delayMs: 60_000 });
    clock.jump(-day);
    expect((await receive()).map(({ body }) => body)).toEqual(expect.arrayContaining([{ n: 1 }, { n: 2 }, { n: 3 }]));
    expect(await depth()).toEqual({ ready: 0, inFlight: 3, dead: 0 });
  });

  it('delivers again what a worker received meanwhile, and takes no answer for it from that worker', async () => {
    const { engine, clock } = opened;
    await engine.pageQueue.send([{ n: 1 }]);
    clock.jump(day);
    const [lost] = await receive();
    clock.jump(-day);
    expect(await depth()).toEqual({ ready: 1, inFlight: 0, dead: 0 });
    const [again] = await receive();
    expect(again).toMatchObject({ body: { n: 1 }, receives: 2 });
    await engine.pageQueue.ack(lost!.receipt);
    expect(await depth()).toMatchObject({ inFlight: 1 });
    await engine.pageQueue.ack(again!.receipt);
    expect(await depth()).toEqual({ ready: 0, inFlight: 0, dead: 0 });
  });

  it('hides later messages as usual', async () => {
    const { engine, clock } = opened;
    clock.jump(day);
    await engine.pageQueue.send([{ n: 1 }]);
    clock.jump(-day);
    expect(await receive()).toHaveLength(1);
    await clock.advance(visibilityMs - 1);
    expect(await receive()).toEqual([]);
    await clock.advance(1);
    expect(await receive()).toHaveLength(1);
  });

  it('waits as long as it should, whatever the clock does', async () => {
    const { engine, clock } = opened;
    const waiting = engine.pageQueue.receive({ max: 1, waitMs: 1000, visibilityMs });
    clock.jump(-day);
    for (let i = 0; i < 6; i++) await clock.advance(200);
    expect(await waiting).toEqual([]);
  });
});
