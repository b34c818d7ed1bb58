import { moveRun, runPhases, type RunEvent, type RunMove, type RunPhase } from './run-machine';

/** By event, its meaning for the reader of the drawing, and an example that no guard refuses. */
const samples: Record<RunEvent['kind'], { means: string; guard?: string; event: RunEvent }> = {
  begin: { means: 'a run takes the lease of its stream', event: { kind: 'begin', isStreamBusy: false } },
  takeOver: { means: 'another worker takes the lease when it is over', event: { kind: 'takeOver' } },
  cancel: { means: 'a person asks its worker to end it', event: { kind: 'cancel' } },
  endFetch: { means: 'every page is stored, or the worker is lost', event: { kind: 'endFetch' } },
  enterDerived: { means: 'a page of deletions or restorations is added', event: { kind: 'enterDerived' } },
  decide: { means: 'records are to be deleted', guard: 'deletions', event: { kind: 'decide', from: null } },
  close: { means: 'no page is open', guard: 'deletions', event: { kind: 'close', state: 'succeeded', from: null } },
  amend: { means: 'a redrive corrects the counts', guard: 'deletions', event: { kind: 'amend', state: 'succeeded', from: null } },
  reopen: {
    means: 'deletions are decided, or can now be found',
    guard: 'deletions, busy',
    event: { kind: 'reopen', from: 'confirmed', isStreamBusy: false },
  },
};

const deletions = { state: 'confirmed', missing: 0, of: 0 } as const;

/** The result of a sample's event in a phase; undefined: there is no run yet. */
const moveIn = (phase: RunPhase | undefined, event: RunEvent): RunMove =>
  moveRun(phase && { phase, state: 'running', ...(event.kind === 'reopen' && { deletions }) }, event);

const phases = [undefined, ...runPhases];

const arrows = (): string[] =>
  Object.values(samples).flatMap(({ means, event }) =>
    phases.flatMap((phase) => {
      const { next } = moveIn(phase, event);
      return next ? [`  ${phase ?? '[*]'} --> ${next.phase}: ${event.kind}, ${means}`] : [];
    }),
  );

const skipped = (): string => {
  const { next } = moveRun(undefined, { kind: 'begin', isStreamBusy: true });
  return `  [*] --> ${next?.phase}: begin as ${next?.state}, another run of the stream is not closed`;
};

const rows = (): string[][] =>
  Object.values(samples).map(({ guard, event }) => [
    `\`${event.kind}\``,
    ...phases.map((phase) => {
      const { next, refused } = moveIn(phase, event);
      return next ? next.phase : `refused: ${refused}`;
    }),
    guard ?? '',
  ]);

const table = (cells: readonly string[][]): string[] => {
  const widths = (cells[0] ?? []).map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`);
  return [lines[0] ?? '', `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...lines.slice(1)];
};

/** The drawing and the table of the states of a run, as `docs/architecture.md` has them. */
export const runPage = (): string =>
  [
    '```mermaid',
    'stateDiagram-v2',
    ...arrows(),
    skipped(),
    '```',
    '',
    ...table([['event', 'no run yet', ...runPhases, 'may also be refused for'], ...rows()]),
  ].join('\n');
