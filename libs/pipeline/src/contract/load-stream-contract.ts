import type { StreamContract } from '@twl/contracts';
import type { ContractStore, SourceStream } from '@twl/ports';
import { declaredFields } from './fields/declared-fields';
import { ruleOf, streamRule, type FieldRule } from './fields/field-rule';
import { childPath, itemPath, stepsOf } from './fields/field-path';
import { knownFields } from './fields/known-fields';
import { typesOf } from './fields/type-bits';

/** Loads the contract that applies to the next run of a stream; undefined for a stream without a contract. */
export const loadStreamContract = async (contracts: ContractStore, stream: SourceStream): Promise<StreamContract | undefined> => {
  const { source, name, settings } = stream;
  const { contract } = settings;
  if (!contract) return undefined;
  const notes = await contracts.contract(source, name);
  const known = knownFields(notes, { before: Infinity, declared: declaredFields(await stream.declared?.()) });
  const ruleAt = (path: string): FieldRule => {
    let rule = streamRule(contract);
    let at = '';
    for (const step of stepsOf(path)) {
      at = step === null ? itemPath(at) : childPath(at, step);
      rule = rule === 'ignore' ? rule : ruleOf(contract, at, rule);
    }
    return rule;
  };
  const fields = [...known].map(([field, { types, accepted, always, mayBeMissing, declared, since }]) => {
    const rule = ruleAt(field);
    return {
      field,
      types: typesOf(types | accepted),
      always: always && !mayBeMissing,
      declared,
      since,
      policy: rule === 'ignore' ? rule : rule.type,
    };
  });
  fields.sort((a, b) => (a.field < b.field ? -1 : 1));
  const { newFields, typeChange, removed } = contract;
  return { source, stream: name, policies: { newFields, typeChange, removed }, fields, accepted: notes.accepted };
};
