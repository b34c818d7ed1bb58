import type { ContractPolicy, ContractSettings } from '@twl/contracts';

/** What to do about a change of one field. */
export type FieldRule = { type: ContractPolicy; removal: ContractPolicy } | 'ignore';

/** The default rule for the fields of a stream. */
export const streamRule = ({ typeChange, removed }: ContractSettings): FieldRule => ({ type: typeChange, removal: removed });

/** The rule of a field: its own rule, or else the rule of the field that contains it. */
export const ruleOf = ({ fields }: ContractSettings, path: string, outer: FieldRule): FieldRule => {
  const own = Object.hasOwn(fields, path) ? fields[path] : undefined;
  if (own === undefined || own === 'ignore') return own ?? outer;
  return { type: own, removal: own };
};
