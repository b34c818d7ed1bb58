import type { FieldChange, ContractUpdate } from '@twl/ports';

/**
 * The field changes of a page that earlier pages of its run did not report, so that a run of many pages stores few contract updates. Every
 * page reports the fields that it lacks: a field is removed only if no page has it.
 */
export const unreportedChanges = (changes: readonly FieldChange[], earlier: readonly ContractUpdate[]): FieldChange[] => {
  const reported = new Map<string, FieldChange[]>();
  for (const one of earlier.flatMap((contractUpdate) => contractUpdate.changes))
    reported.set(one.field, [...(reported.get(one.field) ?? []), one]);
  return changes.filter((one) => one.change === 'removed' || !isReported(one, reported.get(one.field) ?? []));
};

const isReported = ({ change, policy, types, always }: FieldChange, reported: readonly FieldChange[]): boolean => {
  const same = reported.filter((each) => each.change === change && each.policy === policy);
  const seen = new Set(same.flatMap((each) => each.types));
  return same.length > 0 && types.every((type) => seen.has(type)) && (always || same.some((each) => !each.always));
};

/** The fields that earlier pages of the first run have and this page lacks: not every record has them. */
export const fieldsMissingOnPage = (changes: readonly FieldChange[], earlier: readonly ContractUpdate[]): FieldChange[] => {
  const shown = new Set(changes.map(({ field }) => field));
  const lacked = new Set(
    earlier.flatMap((contractUpdate) => contractUpdate.changes.map(({ field }) => field)).filter((field) => !shown.has(field)),
  );
  return [...lacked].map((field) => ({ field, change: 'learned', types: [], before: [], always: false, policy: 'evolve' }));
};
