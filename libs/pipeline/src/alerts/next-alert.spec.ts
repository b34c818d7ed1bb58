import type { AlertEvidence, AlertRule } from '@twl/contracts';
import type { StoredAlert } from '@twl/ports';
import { RecordingChannel } from './alert-bench.factory';
import { nextAlert } from './next-alert';
import { claimNotice, failedNotice, isDue, sentNotice } from './notices/notice-plan';

const start = Date.parse('2026-01-31T12:00:00.000Z');
const minute = 60_000;
const channels = [new RecordingChannel('ops'), new RecordingChannel('disk', ['disk-space'])];
const evidence: AlertEvidence = { summary: 'shop is wrong', cause: 'who knows', run: null, samples: [], actions: [] };

/** An alert to which evaluations happen, minute by minute. */
class Play {
  alert: StoredAlert | undefined;
  private at = start;

  constructor(private readonly rule: AlertRule = 'failing') {}

  /** Evaluates at a minute, and sends what is due. */
  at_(minutes: number, holds: boolean, { isSending = true } = {}): string[] {
    this.at = start + minutes * minute;
    const subject = { rule: this.rule, target: 'shop', source: 'shop', evidence: holds ? evidence : undefined };
    const next = nextAlert(this.alert, subject, { now: this.at, quietMs: 30 * minute, channels });
    this.alert = next ?? this.alert;
    if (!this.alert || !isSending) return [];
    const due = this.alert.notices.filter((notice) => isDue(notice, this.at));
    const notices = this.alert.notices.map((notice) => (due.includes(notice) ? sentNotice(claimNotice(notice, this.at), this.at) : notice));
    this.alert = { ...this.alert, notices };
    return due.map(() => this.alert?.state ?? '');
  }
}

describe('nextAlert', () => {
  it('fires when its condition holds, and tells that once', () => {
    const play = new Play();
    expect([0, 1, 2, 3].map((minutes) => play.at_(minutes, true))).toEqual([['firing'], [], [], []]);
    expect(play.alert).toMatchObject({
      id: 'failing:shop',
      change: 1,
      state: 'firing',
      since: '2026-01-31T12:00:00.000Z',
      severity: 'critical',
    });
    expect(play.alert?.notices.map(({ channel }) => channel)).toEqual(['ops']);
  });

  it('changes nothing where nothing changed', () => {
    const play = new Play();
    play.at_(0, true);
    const context = { now: start + minute, quietMs: 0, channels };
    expect(nextAlert(play.alert, { rule: 'failing', target: 'shop', source: 'shop', evidence }, context)).toBeUndefined();
    expect(nextAlert(undefined, { rule: 'failing', target: 'shop', source: 'shop', evidence: undefined }, context)).toBeUndefined();
  });

  it('waits until the condition has held for a while, and begins anew when it did not', () => {
    const play = new Play('late');
    expect(play.at_(0, true)).toEqual([]);
    expect(play.alert).toMatchObject({ change: 0, pendingSince: '2026-01-31T12:00:00.000Z' });
    play.at_(1, false);
    expect(play.alert).not.toHaveProperty('pendingSince');
    expect([2, 3, 4].map((minutes) => play.at_(minutes, true))).toEqual([[], [], ['firing']]);
  });

  it('tells that it is resolved at once, also in the quiet time', () => {
    const play = new Play();
    expect([play.at_(0, true), play.at_(5, false)]).toEqual([['firing'], ['resolved']]);
    expect(play.alert).toMatchObject({
      state: 'resolved',
      change: 2,
      since: '2026-01-31T12:05:00.000Z',
      firedAt: '2026-01-31T12:00:00.000Z',
    });
  });

  it('is quiet about what comes and goes: at most one firing in the quiet time, and no resolution that nobody waits for', () => {
    const play = new Play();
    const delivered = Array.from({ length: 90 }, (_, minutes) => play.at_(minutes, minutes % 10 < 5).map((state) => `${minutes} ${state}`));
    expect(delivered.flat()).toEqual(['0 firing', '5 resolved', '40 firing', '45 resolved', '80 firing', '85 resolved']);
  });

  it('tells a firing after the quiet time if it still holds', () => {
    const play = new Play();
    const holds = (minutes: number) => minutes < 2 || minutes >= 5;
    const delivered = Array.from({ length: 60 }, (_, minutes) => play.at_(minutes, holds(minutes)).map((state) => `${minutes} ${state}`));
    expect(delivered.flat()).toEqual(['0 firing', '2 resolved', '32 firing']);
  });

  it('tells the resolution of a firing that was never sent because its process ended', () => {
    const play = new Play();
    play.at_(0, true, { isSending: false });
    expect(play.at_(5, false)).toEqual(['resolved']);
  });

  it('tells a channel that is new of an alert that fires', () => {
    const play = new Play();
    play.at_(0, true);
    const added = [...channels, new RecordingChannel('chat')];
    const next = nextAlert(
      play.alert,
      { rule: 'failing', target: 'shop', source: 'shop', evidence },
      { now: start + minute, quietMs: 0, channels: added },
    );
    expect(next?.notices.map(({ channel, state }) => [channel, state])).toEqual([
      ['ops', 'sent'],
      ['chat', 'waiting'],
    ]);
  });
});

describe('a notice whose channel fails', () => {
  it('is tried again after pauses that grow to an hour, and given up after a day', () => {
    const play = new Play();
    play.at_(0, true, { isSending: false });
    let [notice] = play.alert?.notices ?? [];
    const times: number[] = [];
    let now = start;
    while (notice && notice.state === 'waiting') {
      now = Date.parse(notice.at);
      times.push((now - start) / minute);
      notice = failedNotice(claimNotice(notice, now), 'down', { now, since: start });
    }
    expect(times.slice(0, 9).map((minutes) => Math.round(minutes * 10) / 10)).toEqual([0, 0.2, 0.7, 1.7, 6.7, 21.7, 51.7, 111.7, 171.7]);
    expect(notice).toMatchObject({ state: 'given-up', error: 'down' });
    expect(now - start).toBeLessThan(26 * 60 * minute);
  });
});
