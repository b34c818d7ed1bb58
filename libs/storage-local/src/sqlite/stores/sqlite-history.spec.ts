import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HistoryEvent } from '@twl/contracts';
import { ManualClock, RecordingLog } from '@twl/ports/testing';
import { SqliteHistory } from './sqlite-history';

const dayMs = 86_400_000;

describe('the database of histories', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'twl-history-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = (clock = new ManualClock(), path = join(folder, 'history.db')) => {
    const log = new RecordingLog();
    return { history: new SqliteHistory({ path, clock, log }), log, clock };
  };
  const event = (clock: ManualClock): HistoryEvent => ({ at: clock.iso(), level: 'info', event: 'run.started', fields: {} });

  it('is there after the process, and forgets a run after a month', async () => {
    const first = open();
    await first.history.append('old', [event(first.clock)]);
    first.history.close();
    await first.clock.advance(31 * dayMs);
    const second = open(first.clock);
    expect(await second.history.read('old')).toHaveLength(1);
    await second.history.append('new', [event(first.clock)]);
    expect(await second.history.read('old')).toEqual([]);
    expect(await second.history.read('new')).toHaveLength(1);
    second.history.close();
  });

  it('begins anew where its file is damaged', async () => {
    writeFileSync(join(folder, 'history.db'), 'no database at all'.repeat(1000));
    const { history, clock } = open();
    await history.append('a', [event(clock)]);
    expect(await history.read('a')).toHaveLength(1);
    history.close();
  });

  it('says once that it cannot be used, and holds nothing up', async () => {
    const { history, log, clock } = open(new ManualClock(), join(folder, 'none', 'history.db'));
    await history.append('a', [event(clock)]);
    await history.append('a', [event(clock)]);
    expect(await history.read('a')).toEqual([]);
    expect(log.of('history.failed')).toHaveLength(1);
  });
});
