import { pageIdOf, streamId, type Acceptance, type Drift, type DriftChange, type Failure, type FieldType } from '@twl/contracts';
import type { ContractNotes, ContractStore, FailureStore, FieldNews, Lesson, PageLedger, RunStore } from '@twl/ports';
import { matching } from '../failures/matching';
import { mixedTypes } from '../contract/fields/mixed-types';

/** What telling drift needs. */
export interface DriftPorts {
  contracts: ContractStore;
  failures: FailureStore;
  ledger: PageLedger;
  runs: RunStore;
}

/** What one page showed of one field: from a page that is applied, or from one that was set aside. */
type Shown = Omit<Lesson, 'news'> & { news: DriftNews };
type DriftNews = FieldNews & { change: DriftChange };

/** Every change of a stream's fields that a run showed, newest run first; one entry for a field and run, from the first page that showed it. */
export const driftOf = async (ports: DriftPorts, of: { source: string; stream: string }): Promise<Drift[]> => {
  const notes = await ports.contracts.contract(of.source, of.stream);
  const shown = [...taught(notes), ...(await frozen(ports.failures, of))].sort(byPlace);
  const groups = new Map<string, DriftGroup>();
  for (const one of shown) {
    const key = JSON.stringify([one.page.runSeq, one.news.field, one.news.change]);
    const group = groups.get(key);
    groups.set(key, group ? [...group, one] : [one]);
  }
  const drifts: Drift[] = [];
  for (const group of groups.values()) {
    if (await isReal(ports, group)) drifts.push(driftFrom(group, notes.accepted));
  }
  return drifts.reverse();
};

/** What shows one change of one field, the earliest first. */
type DriftGroup = readonly [Shown, ...Shown[]];

const byPlace = (a: Shown, b: Shown): number => a.page.runSeq - b.page.runSeq || a.page.pageIndex - b.page.pageIndex;

const taught = (notes: ContractNotes): Shown[] => [
  ...mixedTypes(notes),
  ...notes.lessons.flatMap(({ news, ...where }) => news.filter(isDrift).map((one) => ({ ...where, news: one }))),
];

const isDrift = (news: FieldNews): news is DriftNews => news.change !== 'learned';

/** A frozen page teaches nothing as long as it is not applied; what it showed stands with its failure. */
const frozen = async (failures: FailureStore, of: { source: string; stream: string }): Promise<Shown[]> => {
  const shown: Shown[] = [];
  for await (const failure of matching(failures, { ...of, kind: 'page', reason: 'CONTRACT' })) {
    const { rawRef, at } = failure;
    for (const news of newsIn(failure)) shown.push({ page: pageIdOf(failure), key: rawRef.key, at, news });
  }
  return shown;
};

const newsIn = ({ data }: Failure): DriftNews[] => (Array.isArray(data) ? (data as FieldNews[]).filter(isDrift) : []);

/** A field that a page lacks is gone only when no page of a whole run has it any more; held back, it is told at once. */
const isReal = async ({ ledger, runs }: DriftPorts, [first, ...rest]: DriftGroup): Promise<boolean> => {
  if (first.news.change !== 'removed' || first.news.policy !== 'evolve') return true;
  const run = await runs.get(first.page.runId);
  const pages = await ledger.ofRun(first.page.runId);
  const lacking = new Set([first, ...rest].map(({ page }) => page.pageIndex));
  const isWhole = run?.end?.state === 'complete' && !run.end.unseen && pages.every(({ status }) => status === 'applied');
  return isWhole && pages.every(({ pageIndex, counts }) => lacking.has(pageIndex) || counts.fetched === counts.filtered);
};

const driftFrom = (group: DriftGroup, accepted: readonly Acceptance[]): Drift => {
  const { page, key, at, news } = group[0];
  const { field, change, policy, before, itemIndex = 0, sample = null } = news;
  const types = [...new Set(group.flatMap((one) => one.news.types))];
  const isAccepted = (type: FieldType | null): boolean => accepted.some((one) => one.field === field && one.type === type);
  const wanted = change === 'removed' ? [null] : types;
  return {
    id: [streamId(page), page.runSeq, change, field].join('.'),
    ...{ source: page.source, stream: page.stream, field, change, policy },
    oldType: change === 'added' ? null : before.join('|'),
    newType: change === 'removed' ? null : types.join('|'),
    status: change !== 'added' && wanted.every(isAccepted) ? 'accepted' : policy === 'evolve' ? 'evolved' : 'refused',
    ...{ runId: page.runId, runSeq: page.runSeq, pageIndex: page.pageIndex, at },
    rawRef: { key, itemIndex, runId: page.runId },
    sample,
  };
};
