import type { SimulatedHistory } from '../history/history';
import type { EngineOpener } from '../play/engines';
import { play, type Played } from '../play/play';
import type { SourcePage, StreamPlan } from '../source/content';

/** Every list that is one item shorter. */
const shorter = <T>(items: readonly T[]): T[][] => items.map((_, i) => items.filter((__, j) => j !== i));

const replaced = <T>(items: readonly T[], i: number, item: T): T[] => items.map((one, j) => (j === i ? item : one));

const shorterPages = (pages: SourcePage[]): SourcePage[][] => [
  ...shorter(pages),
  ...pages.flatMap((page, i) => (page === 'broken' ? [] : shorter(page).map((items) => replaced(pages, i, items)))),
];

const shorterPlans = (plan: StreamPlan): StreamPlan[] =>
  [
    ...shorter(plan.rounds).filter((rounds) => rounds.length > 0),
    ...plan.rounds.flatMap(({ pages }, i) => shorterPages(pages).map((less) => replaced(plan.rounds, i, { pages: less }))),
  ].map((rounds) => ({ ...plan, rounds }));

/** Histories with a little less in them, the boldest cuts first. */
function* smaller(history: SimulatedHistory): Generator<SimulatedHistory> {
  const { streams, actions, faults } = history;
  for (const fewer of shorter(streams)) if (fewer.length > 0) yield { ...history, streams: fewer };
  if (history.ticks > 1) yield { ...history, ticks: history.ticks - 1 };
  if (history.processors > 1) yield { ...history, processors: 1 };
  if (history.ingestors > 1) yield { ...history, ingestors: 1 };
  if (history.isRollout) yield { ...history, isRollout: false };
  if (history.hasWalker) yield { ...history, hasWalker: false };
  for (const [i, plan] of streams.entries())
    if (plan.deletes) yield { ...history, streams: replaced(streams, i, { ...plan, deletes: false }) };
  for (const [i, plan] of streams.entries())
    if (plan.pauses) yield { ...history, streams: replaced(streams, i, { ...plan, pauses: undefined }) };
  if (history.isShuffled) yield { ...history, isShuffled: false };
  for (const fewer of shorter(actions)) yield { ...history, actions: fewer };
  if (faults.kind === 'listed')
    for (const fewer of shorter(Object.entries(faults.calls)))
      yield { ...history, faults: { kind: 'listed', calls: Object.fromEntries(fewer) } };
  for (const [i, plan] of streams.entries())
    for (const less of shorterPlans(plan)) yield { ...history, streams: replaced(streams, i, less) };
}

const tries = 600;

/** A failing history cut down, cut by cut, to one that still fails; gives up after so many tries. */
export const shorten = async (failing: SimulatedHistory, open?: EngineOpener): Promise<{ history: SimulatedHistory; played: Played }> => {
  const played = await play(failing, { open });
  let best = { history: { ...failing, faults: { kind: 'listed' as const, calls: played.faults } } as SimulatedHistory, played };
  const listed = await play(best.history, { open });
  // Faults that are drawn can depend on what is cut away; named ones stay where they are.
  if (listed.violations.length > 0) best.played = listed;
  else best = { history: failing, played };
  for (let left = tries; left > 0;) {
    const found = await firstFailing(smaller(best.history), { limit: left, open });
    left -= found.tried;
    if (!found.next) break;
    best = found.next;
  }
  return best;
};

const firstFailing = async (
  candidates: Iterable<SimulatedHistory>,
  { limit, open }: { limit: number; open?: EngineOpener },
): Promise<{ tried: number; next?: { history: SimulatedHistory; played: Played } }> => {
  let tried = 0;
  for (const history of candidates) {
    if (tried >= limit) break;
    tried += 1;
    const played = await play(history, { open });
    if (played.violations.length > 0) return { tried, next: { history, played } };
  }
  return { tried };
};

/** A failing history for people: what is wrong, what went wrong on the way, what the sources showed, what was logged. */
export const reportOf = ({ history, played }: { history: SimulatedHistory; played: Played }): string => {
  const { streams, faults, ...rest } = history;
  return [
    ...played.violations,
    `settings ${JSON.stringify(rest)}`,
    `faults ${JSON.stringify(faults)}`,
    ...streams.map((plan) => `stream ${JSON.stringify(plan)}`),
    ...played.log.map((line) => `  ${line}`),
  ].join('\n');
};
