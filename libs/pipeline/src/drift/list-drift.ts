import { pageIdOf, streamId, type Acceptance, type Drift, type DriftChange, type Failure, type FieldType } from '@twl/contracts';
import type { ContractNotes, ContractStore, FailureStore, FieldChange, ContractUpdate, PageLedger, RunStore } from '@twl/ports';
import { listFailures } from '../failures/list-failures';
import { mixedTypes } from '../contract/fields/mixed-types';

/** Ports for listing drift. */
export interface DriftPorts {
  contracts: ContractStore;
  failures: FailureStore;
  ledger: PageLedger;
  runs: RunStore;
}

/** A change of one field that one page showed; the page is applied or parked. */
type ShownChange = Omit<ContractUpdate, 'changes'> & { fieldChange: DriftingChange };
type DriftingChange = FieldChange & { change: DriftChange };

/**
 * Lists the changes of a stream's fields, newest run first; one entry for a field and run, from the first page that showed it. Fields with several
 * types within the first run are in the list unless `mixedTypes` is false.
 */
export const listDrift = async (
  ports: DriftPorts,
  of: { source: string; stream: string },
  include: { mixedTypes: boolean } = { mixedTypes: true },
): Promise<Drift[]> => {
  const notes = await ports.contracts.contract(of.source, of.stream);
  const applied = [...(include.mixedTypes ? mixedTypes(notes) : []), ...changesOfAppliedPages(notes)];
  const shown = [...applied, ...(await changesOfFrozenPages(ports.failures, of))].sort(byPosition);
  const groups = new Map<string, DriftGroup>();
  for (const one of shown) {
    const key = JSON.stringify([one.page.runSeq, one.fieldChange.field, one.fieldChange.change]);
    const group = groups.get(key);
    groups.set(key, group ? [...group, one] : [one]);
  }
  const drifts: Drift[] = [];
  for (const group of groups.values()) {
    if (await isConfirmed(ports, group)) drifts.push(driftFrom(group, notes.accepted));
  }
  return drifts.reverse();
};

/** The pages of one run that show one change of one field, the earliest first. */
type DriftGroup = readonly [ShownChange, ...ShownChange[]];

const byPosition = (a: ShownChange, b: ShownChange): number => a.page.runSeq - b.page.runSeq || a.page.pageIndex - b.page.pageIndex;

const changesOfAppliedPages = (notes: ContractNotes): ShownChange[] =>
  notes.updates.flatMap(({ changes, ...where }) => changes.filter(isDrift).map((one) => ({ ...where, fieldChange: one })));

const isDrift = (change: FieldChange): change is DriftingChange => change.change !== 'learned';

/** The changes of frozen pages. Such a page is not applied, so its failure has the changes. */
const changesOfFrozenPages = async (failures: FailureStore, of: { source: string; stream: string }): Promise<ShownChange[]> => {
  const shown: ShownChange[] = [];
  for await (const failure of listFailures(failures, { ...of, kind: 'page', reason: 'CONTRACT' })) {
    const { rawRef, at } = failure;
    for (const fieldChange of changesIn(failure)) shown.push({ page: pageIdOf(failure), key: rawRef.key, at, fieldChange });
  }
  return shown;
};

const changesIn = ({ data }: Failure): DriftingChange[] => (Array.isArray(data) ? (data as FieldChange[]).filter(isDrift) : []);

/** Whether a change counts. A field is removed only if no page of a whole run has it; a refused removal counts at once. */
const isConfirmed = async ({ ledger, runs }: DriftPorts, [first, ...rest]: DriftGroup): Promise<boolean> => {
  if (first.fieldChange.change !== 'removed' || first.fieldChange.policy !== 'evolve') return true;
  const run = await runs.get(first.page.runId);
  const pages = await ledger.ofRun(first.page.runId);
  const lacking = new Set([first, ...rest].map(({ page }) => page.pageIndex));
  const isWhole = run?.end?.state === 'complete' && !run.end.unseen && pages.every(({ status }) => status === 'applied');
  return isWhole && pages.every(({ pageIndex, counts }) => lacking.has(pageIndex) || counts.fetched === counts.filtered);
};

const driftFrom = (group: DriftGroup, accepted: readonly Acceptance[]): Drift => {
  const { page, key, at, fieldChange } = group[0];
  const { field, change, policy, before, itemIndex = 0, sample = null } = fieldChange;
  const types = [...new Set(group.flatMap((one) => one.fieldChange.types))];
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
