import { type Expression, type Statement, parseTemplate } from '@twl/jinja';
const mirrored: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

/**
 * Returns true if a stop condition treats a full page of a reduced size as the last one: it compares `last_page_size` with something that
 * does not shrink with the page. `minimum`: the smallest page size.
 */
export const stopsAtReducedPage = (condition: string, minimum: number): boolean => {
  const [only, ...more] = parseCondition(condition);
  return only !== undefined && more.length === 0 && deciding(only).some((each) => endsEarly(each, minimum));
};

const parseCondition = (condition: string): Statement[] => {
  try {
    return parseTemplate(condition);
  } catch {
    return [];
  }
};

/** Returns the comparisons that decide on their own: reached only through `and` and `or`. */
const deciding = (statement: Statement): Extract<Expression, { kind: 'compare' }>[] => {
  if (statement.kind === 'output') return comparisons(statement.expression);
  if (statement.kind !== 'if' || statement.branches.length !== 1 || statement.otherwise.length > 0) return [];
  const [{ test, body }] = statement.branches as [(typeof statement.branches)[number]];
  return body.every(({ kind }) => kind === 'data') ? comparisons(test) : [];
};

const comparisons = (node: Expression): Extract<Expression, { kind: 'compare' }>[] => {
  if (node.kind === 'logic') return [...comparisons(node.left), ...comparisons(node.right)];
  return node.kind === 'compare' ? [node] : [];
};

const endsEarly = ({ first, rest }: Extract<Expression, { kind: 'compare' }>, minimum: number): boolean => {
  let remaining = first;
  return rest.some(({ operator, operand }) => {
    const [a, b] = [remaining, operand];
    remaining = operand;
    return isBelow({ left: a, operator, right: b }, minimum) || isBelow({ left: b, operator: mirrored[operator] ?? '', right: a }, minimum);
  });
};

interface Comparison {
  left: Expression;
  operator: string;
  right: Expression;
}

const isBelow = ({ left, operator, right }: Comparison, minimum: number): boolean => {
  if (!isName(left, 'last_page_size') || (operator !== '<' && operator !== '<=') || isName(right, 'page_size')) return false;
  if (right.kind !== 'constant' || typeof right.value !== 'number') return true;
  return (operator === '<' ? right.value : right.value + 1) > minimum;
};

/** A variable, filters aside. */
const isName = (node: Expression, name: string): boolean =>
  node.kind === 'filter' && node.operand ? isName(node.operand, name) : node.kind === 'name' && node.name === name;
