import type { FieldType } from '@twl/contracts';
import type { ContractNotes, FieldChange, ContractUpdate } from '@twl/ports';
import { firstRunSeq } from './known-fields';

/** A change that was not visible when its page was applied, and appears when the pages of the run are compared. */
export type MixedTypes = Omit<ContractUpdate, 'changes'> & { fieldChange: FieldChange & { change: 'changed' } };

/**
 * The fields that have several types within the first run, which had no earlier run to compare with. Each is reported for the first page that
 * shows another type than the pages before it, or than its own earlier records. Types that the schema of the manifest declares do not count.
 */
export const mixedTypes = (notes: ContractNotes): MixedTypes[] => {
  const first = firstRunSeq(notes);
  const pages = notes.updates.filter(({ page }) => page.runSeq === first).sort((a, b) => a.page.pageIndex - b.page.pageIndex);
  const known = new Map<string, FieldType[]>();
  return pages.flatMap(({ changes, ...where }) =>
    changes.flatMap((one) => {
      const mixed = isUndeclared(one) ? mixedIn(one, known) : undefined;
      return mixed ? [{ ...where, fieldChange: mixed }] : [];
    }),
  );
};

const isUndeclared = ({ change, before }: FieldChange): boolean => change === 'learned' && before.length === 0;

const mixedIn = (change: FieldChange, known: Map<string, FieldType[]>): MixedTypes['fieldChange'] | undefined => {
  const types = change.types.filter((type) => type !== 'null');
  const earlier = known.get(change.field) ?? [];
  const before = earlier.length > 0 ? earlier : types.slice(0, 1);
  const added = types.filter((type) => !before.includes(type));
  known.set(change.field, [...before, ...added]);
  return added.length > 0 ? { ...change, change: 'changed', before, types: added, policy: 'evolve' } : undefined;
};
