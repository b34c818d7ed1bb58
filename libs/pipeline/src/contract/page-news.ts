import type { FieldNews } from '@twl/ports';
import type { FieldNode } from './fields/field-node';
import { below, type PageFields } from './page-fields';
import { bits, typesOf } from './fields/type-bits';

/** How a page is compared with the contract. */
export interface Comparing {
  /** No run taught anything so far: all that comes is learned. */
  isFirst: boolean;
  /** Whether the run had pages before it. */
  isLaterPage: boolean;
  /** Whether a field that does not come is missed: not where a run brings only what is new. */
  missesFields: boolean;
}

/** What a page shows that the contract has not, by path; nothing where nothing drifted. */
export const pageNews = (fields: PageFields, how: Comparing): FieldNews[] => {
  const news: FieldNews[] = [];
  const visit = (outer: FieldNode): void => {
    for (const node of below(outer)) {
      if (node.rule === 'ignore') continue;
      const one = node.known ? newsOfKnown(node, outer, { fields, how }) : newsOfFresh(node, outer, { fields, how });
      if (one) news.push(one);
      if (node.count > 0) visit(node);
    }
  };
  if (fields.records > 0) visit(fields.root);
  return news.sort((a, b) => (a.field < b.field ? -1 : 1));
};

interface At {
  fields: PageFields;
  how: Comparing;
}

const isAlways = (node: FieldNode, { fields }: At): boolean => !node.isInList && node.count === fields.records;

const newsOfFresh = (node: FieldNode, outer: FieldNode, at: At): FieldNews | undefined => {
  if (node.count === 0) return undefined;
  const isDrift = !at.how.isFirst && isKnownInside(outer);
  if (at.how.isFirst) return freshOfFirstRun(node, at);
  return newsOf(node, at, { change: isDrift ? 'added' : 'learned', types: typesOf(node.seen), policy: 'evolve' });
};

/** What the first run shows of a field, the type that came first in front: there may be another on this page, or on one after it. */
const freshOfFirstRun = (node: FieldNode, at: At): FieldNews => {
  const types = [...typesOf(node.firstType), ...typesOf(node.seen & ~node.firstType)];
  const place = node.other ?? (at.how.isLaterPage ? node.first : undefined);
  return { ...newsOf(node, at, { change: 'learned', types, policy: 'evolve' }), ...place };
};

/** Whether the contract knows what is in a field: then a new one in it has come. What was empty or null so far tells nothing. */
const isKnownInside = (outer: FieldNode): boolean => below(outer).some(({ known }) => known !== undefined);

const newsOfKnown = (node: FieldNode, outer: FieldNode, at: At): FieldNews | undefined => {
  const { known, rule } = node;
  if (!known || rule === 'ignore') return undefined;
  if (node.unfit) {
    const isAccepted = (node.unfit & ~known.accepted) === 0;
    return newsOf(node, at, { change: 'changed', types: typesOf(node.unfit), policy: isAccepted ? 'evolve' : rule.type });
  }
  const isGone = node.count === 0;
  const isMissed = known.always && at.how.missesFields && !isAlways(node, at);
  const isRemoved = isMissed && isGone && (outer.path === '' || outer.filled > 0);
  if (isRemoved) return newsOf(node, at, { change: 'removed', types: [], policy: known.mayMiss ? 'evolve' : rule.removal });
  const fresh = node.seen & ~known.types & ~bits.null;
  const isTeaching = fresh !== 0 || isMissed || (at.how.isFirst && !isGone);
  if (!isTeaching) return undefined;
  return newsOf(node, at, { change: 'learned', types: typesOf(at.how.isFirst ? node.seen & known.types : fresh), policy: 'evolve' });
};

const newsOf = (node: FieldNode, at: At, told: Pick<FieldNews, 'change' | 'types' | 'policy'>): FieldNews => ({
  field: node.path,
  change: told.change,
  types: told.types,
  before: typesOf(node.known?.types ?? 0),
  always: isAlways(node, at),
  policy: told.policy,
  ...(told.change !== 'learned' && node.first ? node.first : {}),
});
