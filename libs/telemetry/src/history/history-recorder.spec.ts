import { maxRunEvents, type HistoryEvent } from '@twl/contracts';
import { RunHistory } from '@twl/ports';
import { ManualClock, memoryEngine } from '@twl/ports/testing';
import { HistoryRecorder, type NotedEvent } from './history-recorder';

const bench = (skipsUnchanged = false) => {
  const clock = new ManualClock();
  const { history } = memoryEngine({ clock });
  const redact = (name: string, value: NotedEvent['fields'][string]) => (name === 'token' ? '[redacted]' : value);
  const recorder = new HistoryRecorder({ history, clock, redact, everyMs: 60_000, skipsUnchanged });
  const note = (event: string, more: Partial<NotedEvent> = {}) => recorder.note('r1', { level: 'info', event, fields: {}, ...more });
  const stored = async (): Promise<HistoryEvent[]> => {
    await recorder.flush();
    return history.read('r1');
  };
  return { recorder, note, stored };
};

describe('HistoryRecorder', () => {
  let opened: ReturnType<typeof bench>;
  beforeEach(() => (opened = bench()));
  afterEach(() => opened.recorder.close());

  it('stores events in their order, without secrets and with the text of an error', async () => {
    const { note, stored } = opened;
    note('run.started', { fields: { runId: 'r1', source: 'shop', token: 'canary', none: undefined, empty: null } });
    note('page.failed', { level: 'error', fields: { pageIndex: 1 }, error: new Error('no list') });
    expect(await stored()).toEqual([
      { at: '2026-01-31T12:00:00.000Z', level: 'info', event: 'run.started', fields: { source: 'shop', token: '[redacted]', empty: null } },
      { at: '2026-01-31T12:00:00.000Z', level: 'error', event: 'page.failed', fields: { pageIndex: 1, error: 'no list' } },
    ]);
  });

  it('keeps the warnings and the end of a run with many steps, and counts the steps that it does not keep', async () => {
    const { note, stored } = opened;
    for (let i = 0; i < 1000; i++) note('request.answered', { level: 'detail' });
    note('run.waiting', { level: 'warn' });
    note('run.closed', { fields: { state: 'succeeded' } });
    const events = await stored();
    expect(events.slice(-3).map(({ event, fields }) => [event, fields])).toEqual([
      ['run.waiting', {}],
      ['run.closed', { state: 'succeeded' }],
      ['history.cut', { dropped: 600 }],
    ]);
    expect(events.length).toBeLessThan(maxRunEvents);
  });

  it('cuts long texts', async () => {
    opened.note('x', { fields: { text: 'a'.repeat(100_000) } });
    expect(String((await opened.stored())[0]?.fields['text'])).toHaveLength(2000);
  });

  it('stores nothing of a run that found nothing new where that costs, unless it warned', async () => {
    await opened.recorder.close();
    opened = bench(true);
    opened.note('run.started');
    opened.note('run.closed', { fields: { state: 'not_modified' } });
    expect(await opened.stored()).toEqual([]);
    opened.note('run.started');
    opened.note('run.waiting', { level: 'warn' });
    opened.note('run.closed', { fields: { state: 'not_modified' } });
    expect(await opened.stored()).toHaveLength(3);
  });

  it('goes on where a history cannot be stored', async () => {
    class Broken extends RunHistory {
      append = () => Promise.reject(new Error('the disk is full'));
      read = async () => [];
    }
    const clock = new ManualClock();
    const recorder = new HistoryRecorder({
      history: new Broken(),
      clock,
      redact: (_, value) => value,
      everyMs: 60_000,
      skipsUnchanged: false,
    });
    recorder.note('r1', { level: 'info', event: 'x', fields: {} });
    await expect(recorder.close()).resolves.toBeUndefined();
  });
});
