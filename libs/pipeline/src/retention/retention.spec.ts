import { altered } from '@twl/ports/testing';
import { sourceSettingsSchema, streamSettingsSchema } from '@twl/contracts';
import type { RecordRetention } from '@twl/ports';
import { sweep } from '../ingest/sweep';
import { processMessage } from '../drain/process-message';
import { canonicalExport } from '../replay/canonical-export';
import { ReplayLosesError, replayPages } from '../replay/replay-pages';
import { PipelineBench } from '../testing/pipeline-bench';
import { order, orders } from '../testing/snapshots';
import type { ScriptedPage } from '../testing/scripted-stream';
import { RetentionSweeper } from './retention-sweeper';
import { shownVersions } from './shown-versions';

const day = 86_400_000;
const id = 'shop.orders.1';

const benchOf = (answers: ScriptedPage[], retention: { raw?: string; versions?: string }): PipelineBench => {
  const bench = new PipelineBench(answers);
  bench.catalog.settings = sourceSettingsSchema.parse({ retention });
  return bench;
};
const rawKeys = async (bench: PipelineBench): Promise<string[]> => {
  const keys: string[] = [];
  for await (const { key } of bench.engine.raw.list({ source: 'shop' })) keys.push(key);
  return keys;
};
const versionsOf = async (bench: PipelineBench) => {
  const all = await bench.engine.reader.versions(id);
  const shown = await shownVersions(bench.ports, { source: 'shop', stream: 'orders' }, all);
  return { all: all.map(({ version }) => version), shown: shown.map(({ version }) => version) };
};
const replay = (bench: PipelineBench, dryRun = false) =>
  replayPages({ ...bench.ports, reader: bench.engine.reader }, { stream: bench.stream, dryRun });
const exported = async (bench: PipelineBench): Promise<string> => {
  let text = '';
  for await (const line of canonicalExport(bench.engine.reader, { deleted: 'include' })) text += line;
  return text;
};

describe('what replays left behind', () => {
  it('is removed for every stream, as much as a step may at a time, then looked at again after a rest', async () => {
    const bench = new PipelineBench([]);
    const left = [1000, 1000, 7];
    const asked: unknown[] = [];
    const removeAbandoned: RecordRetention['removeAbandoned'] = async (...about) => {
      asked.push(about);
      return left.shift() ?? 0;
    };
    const sweeper = new RetentionSweeper({ ...bench.ports, retention: altered(bench.engine.retention, { removeAbandoned }) });
    const removed: number[] = [];
    for (let step = 0; step < 5; step++) removed.push((await sweeper.step()).abandoned);
    expect(removed).toEqual([1000, 1000, 7, 0, 0]);
    expect(asked).toEqual(Array.from({ length: 3 }, () => ['shop', 'orders', 1000]));
    await bench.clock.advance(600_000);
    await sweeper.step();
    expect(asked).toHaveLength(4);
  });
});

describe('raw pages that are over', () => {
  it('are removed, and no others, step by step', async () => {
    const bench = benchOf([orders(2)], { raw: '10d' });
    await bench.run();
    await bench.clock.advance(8 * day);
    bench.stream.pages = [orders(3)];
    await bench.run();
    const sweeper = new RetentionSweeper(bench.ports);
    expect(await sweeper.step()).toEqual({ raw: 0, versions: 0, abandoned: 0 });
    await bench.clock.advance(3 * day);
    expect(await sweeper.step()).toEqual({ raw: 1, versions: 0, abandoned: 0 });
    expect(await rawKeys(bench)).toEqual([expect.stringContaining('00000002')]);
    expect(bench.log.of('retention.removed')).toMatchObject([{ source: 'shop', raw: 1, versions: 0 }]);
    expect(await bench.records()).toHaveLength(3);
  });

  it('stay for ever where nothing is said', async () => {
    const bench = benchOf([orders(2)], {});
    await bench.run();
    await bench.clock.advance(5000 * day);
    expect(await new RetentionSweeper(bench.ports).step()).toEqual({ raw: 0, versions: 0, abandoned: 0 });
  });

  it('are not relied upon: what did not change since is fetched and kept anew, at no other cost', async () => {
    const bench = benchOf([orders(2)], { raw: '10d' });
    await bench.run();
    expect(await bench.run()).toMatchObject({ state: 'not_modified' });
    await bench.clock.advance(11 * day);
    expect(await bench.run()).toMatchObject({ state: 'succeeded', pages: 1, counts: { fetched: 2, unchanged: 2 } });
    await new RetentionSweeper(bench.ports).step();
    expect(await bench.run()).toMatchObject({ state: 'not_modified' });
    expect(await rawKeys(bench)).toHaveLength(1);
  });

  it('stay while their page waits to be applied, or is set aside', async () => {
    const bench = benchOf([orders(2), '<html>'], { raw: '1d' });
    await bench.ingest();
    await bench.clock.advance(2 * day);
    const sweeper = new RetentionSweeper(bench.ports);
    expect(await sweeper.step()).toMatchObject({ raw: 0 });
    await bench.process();
    await bench.clock.advance(day);
    expect(await sweeper.step()).toMatchObject({ raw: 1 });
    expect(await rawKeys(bench)).toHaveLength(1);
    expect((await bench.engine.failures.list({ limit: 5 })).items).toMatchObject([{ status: 'open', reason: 'UNPARSABLE' }]);
  });

  it('are no lost pages to the sweeper', async () => {
    const bench = benchOf([orders(2)], { raw: '1d' });
    await bench.run();
    await bench.clock.advance(3 * day);
    await new RetentionSweeper(bench.ports).step();
    expect(await sweep(bench.ports, { olderThanMs: 0 })).toEqual({ resent: 0 });
    expect(await bench.receive()).toEqual([]);
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'succeeded', counts: { new: 2 } });
  });

  it.each([true, false])('are not replayed, and nothing is lost by that silently; removed: %s', async (isRemoved) => {
    const bench = benchOf([[order(1), order(2)]], { raw: '10d' });
    await bench.run();
    await bench.clock.advance(11 * day);
    bench.stream.pages = [[order(2, 'paid'), order(3)]];
    await bench.run();
    if (isRemoved) await new RetentionSweeper(bench.ports).step();
    const before = await exported(bench);
    await expect(replay(bench)).rejects.toThrow(ReplayLosesError);
    await expect(replay(bench)).rejects.toThrow('1 record of shop.orders would be lost');
    expect(await replay(bench, true)).toMatchObject({ removed: 1, lost: 1 });
    expect(await exported(bench)).toBe(before);
  });

  it('do not stand in the way of a replay that has everything', async () => {
    const bench = benchOf([[order(1), order(2)]], { raw: '10d' });
    await bench.run();
    await bench.clock.advance(11 * day);
    bench.stream.pages = [[order(1), order(2, 'paid')]];
    await bench.run();
    await new RetentionSweeper(bench.ports).step();
    expect(await replay(bench)).toMatchObject({ pages: 1, removed: 0, lost: 0 });
    expect(await bench.records()).toHaveLength(2);
    expect(await bench.engine.unapplied.open(5)).toEqual([]);
    expect(await bench.engine.runs.get('run-1')).toMatchObject({ state: 'succeeded', counts: { new: 2 } });
  });
});

describe('versions that are over', () => {
  /** Three versions: replaced after a day each. */
  const three = async (retention: { versions?: string }): Promise<PipelineBench> => {
    const bench = benchOf([[order(1, 'a')]], retention);
    await bench.run();
    for (const state of ['b', 'c']) {
      await bench.clock.advance(day);
      bench.stream.pages = [[order(1, state)]];
      await bench.run();
    }
    return bench;
  };

  it('are not shown from the moment they are, and removed later', async () => {
    const bench = await three({ versions: '36h' });
    expect(await versionsOf(bench)).toEqual({ all: [3, 2, 1], shown: [3, 2, 1] });
    await bench.clock.advance(day);
    expect(await versionsOf(bench)).toEqual({ all: [3, 2, 1], shown: [3, 2] });
    const sweeper = new RetentionSweeper(bench.ports);
    expect(await sweeper.step()).toEqual({ raw: 0, versions: 1, abandoned: 0 });
    expect(await versionsOf(bench)).toEqual({ all: [3, 2], shown: [3, 2] });
    await bench.clock.advance(100 * day);
    expect(await versionsOf(bench)).toMatchObject({ shown: [3] });
    expect(await sweeper.step()).toEqual({ raw: 0, versions: 1, abandoned: 0 });
    expect(await versionsOf(bench)).toEqual({ all: [3], shown: [3] });
  });

  it('leave numbers and times of the record as they were, whatever comes after', async () => {
    const bench = await three({ versions: '1h' });
    const first = (await bench.engine.reader.get(id))!.firstSeenAt;
    await bench.clock.advance(day);
    await new RetentionSweeper(bench.ports).step();
    bench.stream.pages = [[order(1, 'd')]];
    await bench.run();
    expect(await bench.engine.reader.get(id)).toMatchObject({ version: 4, firstSeenAt: first, data: { state: 'd' } });
    expect(await versionsOf(bench)).toEqual({ all: [4, 3], shown: [4, 3] });
  });
});

describe('a stream without history', () => {
  const without = (answers: ScriptedPage[]): PipelineBench => {
    const bench = benchOf(answers, {});
    bench.stream.settings = streamSettingsSchema.parse({ history: false });
    return bench;
  };

  it('keeps the current version alone, and its number', async () => {
    const bench = without([[order(1, 'a')]]);
    await bench.run();
    for (const state of ['b', 'c', 'a']) {
      bench.stream.pages = [[order(1, state)]];
      await bench.run();
    }
    expect(await versionsOf(bench)).toEqual({ all: [4], shown: [4] });
    expect(await bench.engine.reader.get(id)).toMatchObject({ version: 4, data: { state: 'a' } });
  });

  it('ends as with history, whatever the order of delivery, and drops what it kept for that', async () => {
    const pages = [[order(1, 'a')], [order(1, 'b')], [order(1, 'a')]];
    for (const shuffle of [
      [0, 1, 2],
      [0, 2, 1],
      [1, 0, 2],
      [1, 2, 0],
      [2, 0, 1],
      [2, 1, 0],
    ]) {
      const bench = without(pages);
      await bench.ingest();
      const deliveries = await bench.receive();
      for (const i of shuffle) await processMessage(bench.ports, deliveries[i]!);
      expect(await bench.engine.reader.get(id)).toMatchObject({
        version: 3,
        data: { state: 'a' },
        rawRef: { itemIndex: 0, runId: 'run-1' },
      });
      expect((await versionsOf(bench)).shown).toEqual([3]);
      await new RetentionSweeper(bench.ports).step();
      expect(await versionsOf(bench)).toEqual({ all: [3], shown: [3] });
      bench.stream.pages = [[order(1, 'c')]];
      await bench.run();
      expect(await versionsOf(bench)).toEqual({ all: [4], shown: [4] });
    }
  });

  it('keeps what the order needs while a page is missing', async () => {
    const bench = without([[order(1, 'a')]]);
    await bench.run();
    bench.stream.pages = [[order(1, 'b')], [order(1, 'a')]];
    await bench.ingest();
    const deliveries = await bench.receive();
    await processMessage(bench.ports, deliveries[1]!);
    expect(await new RetentionSweeper(bench.ports).step()).toMatchObject({ versions: 0 });
    await processMessage(bench.ports, deliveries[0]!);
    expect(await bench.engine.reader.get(id)).toMatchObject({ version: 3, data: { state: 'a' } });
  });
});
