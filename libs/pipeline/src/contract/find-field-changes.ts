import type { FieldChange } from '@twl/ports';
import type { FieldNode } from './fields/field-node';
import { childNodes, type PageFields } from './page-fields';
import { bits, typesOf } from './fields/type-bits';

/** How to compare a page with the contract. */
export interface ComparisonContext {
  /** Whether no earlier run updated the contract: every field is then learned, and none is drift. */
  isFirstRun: boolean;
  /** Whether the page is not the first of its run. */
  isLaterPage: boolean;
  /** Whether an absent field is a change. It is not where a run reads only new records. */
  expectsAllFields: boolean;
}

/** Finds the differences between a page and the contract, sorted by path. */
export const findFieldChanges = (fields: PageFields, context: ComparisonContext): FieldChange[] => {
  const changes: FieldChange[] = [];
  const visit = (outer: FieldNode): void => {
    for (const node of childNodes(outer)) {
      if (node.rule === 'ignore') continue;
      const one = node.known
        ? changeOfKnownField(node, outer, { fields, context })
        : changeOfUnknownField(node, outer, { fields, context });
      if (one) changes.push(one);
      if (node.count > 0) visit(node);
    }
  };
  if (fields.recordCount > 0) visit(fields.root);
  return changes.sort((a, b) => (a.field < b.field ? -1 : 1));
};

interface NodeContext {
  fields: PageFields;
  context: ComparisonContext;
}

const isAlways = (node: FieldNode, { fields }: NodeContext): boolean => !node.isInList && node.count === fields.recordCount;

const changeOfUnknownField = (node: FieldNode, outer: FieldNode, at: NodeContext): FieldChange | undefined => {
  if (node.count === 0) return undefined;
  const isDrift = !at.context.isFirstRun && isKnownInside(outer);
  if (at.context.isFirstRun) return changeInFirstRun(node, at);
  return makeFieldChange(node, at, { change: isDrift ? 'added' : 'learned', types: typesOf(node.observedTypes), policy: 'evolve' });
};

/** The change of a field in the first run. The type that was seen first comes first, because this page or a later one may show others. */
const changeInFirstRun = (node: FieldNode, at: NodeContext): FieldChange => {
  const types = [...typesOf(node.firstType), ...typesOf(node.observedTypes & ~node.firstType)];
  const example = node.firstOtherType ?? (at.context.isLaterPage ? node.firstDifference : undefined);
  return { ...makeFieldChange(node, at, { change: 'learned', types, policy: 'evolve' }), ...example };
};

/** Whether the contract knows a field inside this one: only then is another field inside it an addition. */
const isKnownInside = (outer: FieldNode): boolean => childNodes(outer).some(({ known }) => known !== undefined);

const changeOfKnownField = (node: FieldNode, outer: FieldNode, at: NodeContext): FieldChange | undefined => {
  const { known, rule } = node;
  if (!known || rule === 'ignore') return undefined;
  if (node.disallowedTypes) {
    const isAccepted = (node.disallowedTypes & ~known.accepted) === 0;
    return makeFieldChange(node, at, {
      change: 'changed',
      types: typesOf(node.disallowedTypes),
      policy: isAccepted ? 'evolve' : rule.type,
    });
  }
  const isAbsent = node.count === 0;
  const isMissed = known.always && at.context.expectsAllFields && !isAlways(node, at);
  const isRemoved = isMissed && isAbsent && (outer.path === '' || outer.nonEmptyCount > 0);
  if (isRemoved) return makeFieldChange(node, at, { change: 'removed', types: [], policy: known.mayBeMissing ? 'evolve' : rule.removal });
  const fresh = node.observedTypes & ~known.types & ~bits.null;
  const isTeaching = fresh !== 0 || isMissed || (at.context.isFirstRun && !isRemoved);
  if (!isTeaching) return undefined;
  return makeFieldChange(node, at, {
    change: 'learned',
    types: typesOf(at.context.isFirstRun ? node.observedTypes & known.types : fresh),
    policy: 'evolve',
  });
};

const makeFieldChange = (node: FieldNode, at: NodeContext, difference: Pick<FieldChange, 'change' | 'types' | 'policy'>): FieldChange => ({
  field: node.path,
  change: difference.change,
  types: difference.types,
  before: typesOf(node.known?.types ?? 0),
  always: isAlways(node, at),
  policy: difference.policy,
  ...(difference.change !== 'learned' && node.firstDifference ? node.firstDifference : {}),
});
