import type { RunDeletions } from '@twl/contracts';
import { beginStatus, isRunClosed, moveRun, runPaths, runPhases, type RunEvent, type RunPhase } from './run-machine';

const confirmed: RunDeletions = { state: 'confirmed', missing: 2, of: 9, at: '2026-01-02T00:00:00.000Z' };

/** One of each event that no guard refuses, by the phase that it needs and what follows. */
const allowed: { event: RunEvent; in: RunPhase | undefined; next: string }[] = [
  { event: { kind: 'begin', isStreamBusy: false }, in: undefined, next: 'fetching running' },
  { event: { kind: 'begin', isStreamBusy: true }, in: undefined, next: 'closed skipped_overlap' },
  { event: { kind: 'takeOver' }, in: 'fetching', next: 'fetching running' },
  { event: { kind: 'cancel' }, in: 'fetching', next: 'fetching running' },
  { event: { kind: 'endFetch' }, in: 'fetching', next: 'applying running' },
  { event: { kind: 'enterDerived' }, in: 'applying', next: 'applying running' },
  { event: { kind: 'decide', from: confirmed }, in: 'applying', next: 'applying running' },
  { event: { kind: 'close', state: 'partial', from: confirmed }, in: 'applying', next: 'closed partial' },
  { event: { kind: 'amend', state: 'succeeded', from: confirmed }, in: 'closed', next: 'closed succeeded' },
  { event: { kind: 'reopen', from: 'confirmed', isStreamBusy: false }, in: 'closed', next: 'applying running' },
];

const statusIn = (phase: RunPhase | undefined, deletions?: RunDeletions) =>
  phase && { phase, state: phase === 'closed' ? ('suspect' as const) : ('running' as const), ...(deletions && { deletions }) };

const every = allowed.flatMap(({ event, in: needed, next }) =>
  [undefined, ...runPhases].map((phase) => ({
    event,
    phase,
    result: phase === needed ? next : event.kind === 'begin' ? 'refused: exists' : 'refused: phase',
  })),
);

const said = (phase: RunPhase | undefined, event: RunEvent, deletions?: RunDeletions): string => {
  const { next, refused } = moveRun(statusIn(phase, deletions), event);
  return next ? `${next.phase} ${next.state}` : `refused: ${refused}`;
};

describe('the machine of a run', () => {
  it('is asked about every event', () => {
    expect([...new Set(allowed.map(({ event }) => event.kind))].sort()).toEqual(Object.keys(runPaths).sort());
  });

  it.each(every)('moves a run in phase $phase on $event: $result', ({ event, phase, result }) => {
    expect(said(phase, event, confirmed)).toBe(result);
  });

  describe.each([
    ['decide', 'applying', (from: RunDeletions | null | undefined) => ({ kind: 'decide', from })],
    ['close', 'applying', (from: RunDeletions | null | undefined) => ({ kind: 'close', state: 'succeeded', from })],
    ['amend', 'closed', (from: RunDeletions | null | undefined) => ({ kind: 'amend', state: 'succeeded', from })],
  ] satisfies [string, RunPhase, (from: RunDeletions | null | undefined) => RunEvent][])('%s', (_, phase, event) => {
    it('is refused when the deletions are others than those it rests on', () => {
      const other = { ...confirmed, state: 'undoing' } as const;
      const later = { ...confirmed, at: '2026-01-03T00:00:00.000Z' };
      for (const from of [other, later, null]) expect(said(phase, event(from), confirmed)).toBe('refused: deletions');
      expect(said(phase, event(confirmed))).toBe('refused: deletions');
    });

    it('passes when they are the same, or not compared', () => {
      expect(said(phase, event({ ...confirmed, missing: 3 }), confirmed)).not.toMatch('refused');
      expect(said(phase, event(null))).not.toMatch('refused');
      expect(said(phase, event(undefined), confirmed)).not.toMatch('refused');
    });
  });

  it('reopens a run only for the state of deletions that was seen, and while no other run of the stream is open', () => {
    expect(said('closed', { kind: 'reopen', from: 'pending', isStreamBusy: false }, confirmed)).toBe('refused: deletions');
    expect(said('closed', { kind: 'reopen', from: 'pending', isStreamBusy: false })).toBe('refused: deletions');
    expect(said('closed', { kind: 'reopen', from: 'confirmed', isStreamBusy: true }, confirmed)).toBe('refused: busy');
  });

  it('calls only the last phase closed, and skips a run by closing it', () => {
    expect(runPhases.filter((phase) => isRunClosed({ phase }))).toEqual(['closed']);
    expect(isRunClosed(beginStatus(true))).toBe(true);
  });
});
