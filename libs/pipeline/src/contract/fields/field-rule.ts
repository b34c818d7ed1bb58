import type { ContractPolicy, ContractSettings } from '@twl/contracts';

/** What is done about a change of one field. */
export type FieldRule = { type: ContractPolicy; removal: ContractPolicy } | 'ignore';

/** The rule of a stream's fields where no other one is given. */
export const streamRule = ({ typeChange, removed }: ContractSettings): FieldRule => ({ type: typeChange, removal: removed });

/** The rule of a field: its own, else that of the field it is in. */
export const ruleOf = ({ fields }: ContractSettings, path: string, outer: FieldRule): FieldRule => {
  const own = Object.hasOwn(fields, path) ? fields[path] : undefined;
  if (own === undefined || own === 'ignore') return own ?? outer;
  return { type: own, removal: own };
};
