import { requireEntry, type ContractNotes, type FieldChange, type ContractUpdate } from '@twl/ports';
import { bitsOf } from './type-bits';

/** What a contract knows about one field. */
export interface KnownField {
  /** Allowed types. */
  types: number;
  /** Other types that a person accepted: they are not refused, and are reported again when they occur. */
  accepted: number;
  /** Whether every record had it so far. */
  always: boolean;
  /** Whether a person accepted that it is missing. */
  mayBeMissing: boolean;
  /** Whether the schema of the manifest declares it. */
  declared: boolean;
  since: { runId: string; runSeq: number; at: string } | null;
}

/** The fields of a stream by path. */
export type KnownFields = ReadonlyMap<string, KnownField>;

/** The number of the first run that taught anything; there is nothing to compare it with. */
export const firstRunSeq = ({ updates }: ContractNotes): number => updates[0]?.page.runSeq ?? Infinity;

/**
 * The contract of a run: the declared types, the fields learned from earlier runs, and the accepted changes. It depends neither on the run
 * itself nor on the order in which its pages are applied.
 */
export const knownFields = (notes: ContractNotes, options: { before: number; declared: ReadonlyMap<string, number> }): KnownFields => {
  const fields = new Map<string, KnownField>();
  for (const [field, types] of options.declared) fields.set(field, { ...unknownField, types, declared: true });
  const updates = notes.updates.filter(({ page }) => page.runSeq < options.before);
  for (const contractUpdate of updates) for (const change of contractUpdate.changes) applyChange(fields, contractUpdate, change);
  for (const field of alwaysPresentFields(updates)) requireEntry(fields, field).always = true;
  for (const { field, type } of notes.accepted) {
    const known = fields.get(field);
    if (!known) continue;
    if (type === null) known.mayBeMissing = true;
    else known.accepted |= bitsOf([type]);
  }
  return fields;
};

const unknownField: KnownField = { types: 0, accepted: 0, always: false, mayBeMissing: false, declared: false, since: null };

const isAdopted = ({ policy }: FieldChange): boolean => policy === 'evolve';

const applyChange = (fields: Map<string, KnownField>, { page, at }: ContractUpdate, change: FieldChange): void => {
  if (!isAdopted(change)) return;
  const since = { runId: page.runId, runSeq: page.runSeq, at };
  const known = fields.get(change.field);
  if (!known) fields.set(change.field, { ...unknownField, types: bitsOf(change.types), since });
  else {
    known.types |= bitsOf(change.types);
    known.since ??= since;
  }
};

/** Fields that every record of the first run had, and that no later page lacked. */
const alwaysPresentFields = (updates: readonly ContractUpdate[]): Set<string> => {
  const first = updates.filter(({ page }) => page.runSeq === updates[0]?.page.runSeq);
  const whole = first.filter(({ isWhole }) => isWhole).map(({ changes }) => new Set(changes.map(({ field }) => field)));
  const fields = new Set(
    first.flatMap(({ changes }) => changes.map(({ field }) => field)).filter((field) => whole.every((page) => page.has(field))),
  );
  for (const { changes } of updates) {
    for (const one of changes) if (!one.always && (one.change !== 'removed' || isAdopted(one))) fields.delete(one.field);
  }
  return fields;
};
