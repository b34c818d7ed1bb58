import { altered } from '@twl/ports/testing';
import { sourceSettingsSchema, type RecordVersion } from '@twl/contracts';
import { RetentionSweeper, shownVersions, sweep } from './index';
import { PipelineBench } from './testing/pipeline-bench';

const day = 86_400_000;
const at = (text: string): number => Date.parse(text);

/** Every version begins where the one before it ends, and none ends before it begins. */
const expectOrder = (versions: readonly RecordVersion[]): void => {
  for (const [index, { validFrom, validTo }] of versions.entries()) {
    expect(validTo).toBe(index === 0 ? null : versions[index - 1]!.validFrom);
    expect(at(validFrom)).toBeLessThanOrEqual(validTo === null ? Infinity : at(validTo));
  }
};

const shown = async (bench: PipelineBench): Promise<RecordVersion[]> =>
  shownVersions(bench.ports, { source: 'shop', stream: 'orders' }, await bench.engine.reader.versions('shop.orders.1'));

describe('a clock that jumps a day ahead and back', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('keeps the newest content, and times of versions that never go back (history %d)', async (seed) => {
    const bench = new PipelineBench([[{ id: 1, state: 0 }]]);
    const random = (): number => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (let state = 1; state <= 12; state++) {
      bench.clock.jump([0, 0, day, -day, 3_600_000, -3_600_000][Math.floor(random() * 6)]!);
      bench.stream.pages = [[{ id: 1, state }]];
      expect(await bench.run()).toMatchObject({ state: 'succeeded', counts: { fetched: 1 } });
      const versions = await shown(bench);
      expect(versions).toHaveLength(state);
      expect(versions[0]!.data).toMatchObject({ state });
      expectOrder(versions);
    }
  });

  it('does not keep a page from being found that was stored meanwhile and announced to nobody', async () => {
    const bench = new PipelineBench([[{ id: 1 }]]);
    bench.clock.jump(day);
    await bench.ingest();
    // The message is lost, as when the process is killed with it in hand and the queue with it.
    for (const { receipt } of await bench.receive()) await bench.engine.pageQueue.ack(receipt);
    bench.clock.jump(-day);
    expect(await sweep(bench.ports, { olderThanMs: 60_000 })).toEqual({ resent: 1 });
    await bench.process();
    expect(await bench.records()).toHaveLength(1);
  });

  it('does not let a run be forgotten that its worker left meanwhile, nor pages that it stored after the clock was set back', async () => {
    const bench = new PipelineBench([[{ id: 1 }], [{ id: 2 }], [{ id: 3 }]]);
    bench.clock.jump(100 * day);
    const stop = new Error('the worker is gone');
    bench.stream.beforePage = async (index) => {
      if (index === 1) bench.clock.jump(-100 * day);
      if (index === 2) throw stop;
    };
    // What ends the run never reaches the store: as of a worker that is killed.
    const runs = altered(bench.engine.runs, { endFetch: () => Promise.reject(Object.assign(stop, { retryable: false })) });
    await bench.ingest({ runs, ledger: bench.engine.ledger }).catch(() => undefined);
    await sweep(bench.ports, { olderThanMs: 60_000 });
    await bench.clock.advance(61_000);
    await sweep(bench.ports, { olderThanMs: 60_000 });
    await bench.process();
    await sweep(bench.ports, { olderThanMs: 60_000 });
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ phase: 'closed', state: 'failed' });
    expect((await bench.records()).map(({ key }) => key).sort()).toEqual(['1', '2']);
  });

  it('has nothing removed by its age while it is ahead', async () => {
    const bench = new PipelineBench([[{ id: 1 }]]);
    bench.catalog.settings = sourceSettingsSchema.parse({ retention: { raw: '12h', versions: '12h' } });
    await bench.run();
    const sweeper = new RetentionSweeper(bench.ports);
    bench.clock.jump(day);
    expect(await sweeper.step()).toEqual({ raw: 0, versions: 0, abandoned: 0 });
    bench.clock.jump(-day);
    expect(await sweeper.step()).toEqual({ raw: 0, versions: 0, abandoned: 0 });
    await bench.clock.advance(day);
    expect(await sweeper.step()).toMatchObject({ raw: 1 });
  });
});
