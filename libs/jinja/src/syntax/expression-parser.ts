import type { CallArguments, Expression } from './ast';
import { parseCallArguments, parsePostfix, parsePrimary } from './primary-parser';
import type { TokenStream } from './token-stream';

const comparisons = ['==', '!=', '<', '<=', '>', '>='];

/** An expression; with `condition` false, without an inline `if` at its top. */
export const parseExpression = (stream: TokenStream, condition = true): Expression =>
  stream.nested(() => (condition ? parseCondition(stream) : parseOr(stream)));

/** One expression, or a tuple of several without parentheses. */
export const parseTuple = (
  stream: TokenStream,
  options: { condition?: boolean; atEnd?: () => boolean; empty?: boolean } = {},
): Expression => {
  const at = stream.current.at;
  const items: Expression[] = [];
  let tuple = false;
  const isAtEnd = (): boolean => ['end', 'block_end'].includes(stream.current.type) || stream.isOperator(')') || Boolean(options.atEnd?.());
  while (!isAtEnd()) {
    items.push(parseExpression(stream, options.condition));
    if (!stream.skipOperator(',')) break;
    tuple = true;
  }
  if (!tuple && items[0]) return items[0];
  if (!tuple && !options.empty) stream.fail(`expected an expression, got ${stream.shown()}`);
  return { kind: 'tuple', items, at };
};

const parseCondition = (stream: TokenStream): Expression => {
  let then = parseOr(stream);
  while (stream.isName('if')) {
    const { at } = stream.take();
    const test = parseOr(stream);
    const otherwise = stream.skipName('else') ? stream.nested(() => parseCondition(stream)) : undefined;
    then = { kind: 'condition', test, then, otherwise, at };
  }
  return then;
};

const parseOr = (stream: TokenStream): Expression => {
  let left = parseAnd(stream);
  while (stream.isName('or')) {
    const { at } = stream.take();
    left = { kind: 'logic', operator: 'or', left, right: parseAnd(stream), at };
  }
  return left;
};

const parseAnd = (stream: TokenStream): Expression => {
  let left = parseNot(stream);
  while (stream.isName('and')) {
    const { at } = stream.take();
    left = { kind: 'logic', operator: 'and', left, right: parseNot(stream), at };
  }
  return left;
};

const parseNot = (stream: TokenStream): Expression => {
  if (!stream.isName('not')) return parseCompare(stream);
  const { at } = stream.take();
  return { kind: 'unary', operator: 'not', operand: stream.nested(() => parseNot(stream)), at };
};

const takeComparison = (stream: TokenStream): string | undefined => {
  if (stream.isOperator(...comparisons)) return stream.take().text;
  if (stream.skipName('in')) return 'in';
  if (!stream.isName('not') || stream.following.text !== 'in') return undefined;
  stream.take();
  stream.take();
  return 'not in';
};

const parseCompare = (stream: TokenStream): Expression => {
  const at = stream.current.at;
  const first = parseSum(stream);
  const rest: { operator: string; operand: Expression }[] = [];
  for (let operator = takeComparison(stream); operator; operator = takeComparison(stream))
    rest.push({ operator, operand: parseSum(stream) });
  return rest.length ? { kind: 'compare', first, rest, at } : first;
};

const leftToRight = (operators: string[], next: (stream: TokenStream) => Expression) => {
  return (stream: TokenStream): Expression => {
    let left = next(stream);
    while (stream.isOperator(...operators)) {
      const { text, at } = stream.take();
      left = { kind: 'arithmetic', operator: text, left, right: next(stream), at };
    }
    return left;
  };
};

const parsePower = leftToRight(['**'], (stream) => parseUnary(stream));
const parseProduct = leftToRight(['*', '/', '//', '%'], parsePower);

const parseConcat = (stream: TokenStream): Expression => {
  const at = stream.current.at;
  const first = parseProduct(stream);
  const items = [first];
  while (stream.skipOperator('~')) items.push(parseProduct(stream));
  return items.length > 1 ? { kind: 'concat', items, at } : first;
};

const parseSum = leftToRight(['+', '-'], parseConcat);

const parseUnary = (stream: TokenStream, filters = true): Expression => {
  const sign = stream.isOperator('-', '+') ? stream.take() : undefined;
  const operand: Expression = sign
    ? { kind: 'unary', operator: sign.text as '-' | '+', operand: stream.nested(() => parseUnary(stream, false)), at: sign.at }
    : parsePrimary(stream);
  const whole = parsePostfix(stream, operand);
  return filters ? parseFilters(stream, whole) : whole;
};

/** `| filter(...)`, `is test` and calls after an operand. */
const parseFilters = (stream: TokenStream, operand: Expression): Expression => {
  let left = operand;
  for (;;) {
    if (stream.isOperator('|')) {
      stream.take();
      left = parseFilter(stream, left);
    } else if (stream.isName('is')) left = parseTest(stream, left);
    else if (stream.isOperator('(')) left = { kind: 'call', callee: left, at: stream.current.at, args: parseCallArguments(stream) };
    else return left;
  }
};

/** Parses one filter with its arguments, after the bar. */
export const parseFilter = (stream: TokenStream, operand?: Expression): Expression => {
  const at = stream.current.at;
  const name = dottedName(stream);
  const args = stream.isOperator('(') ? parseCallArguments(stream) : { positional: [], named: [] };
  return { kind: 'filter', operand, name, args, at };
};

const dottedName = (stream: TokenStream): string => {
  let name = stream.expect('name', 'a name').text;
  while (stream.skipOperator('.')) name += `.${stream.expect('name', 'a name').text}`;
  return name;
};

const parseTest = (stream: TokenStream, operand: Expression): Expression => {
  const { at } = stream.take();
  const negated = stream.skipName('not');
  const name = dottedName(stream);
  const test: Expression = { kind: 'test', operand, name, args: testArguments(stream), at };
  return negated ? { kind: 'unary', operator: 'not', operand: test, at } : test;
};

const testArguments = (stream: TokenStream): CallArguments => {
  if (stream.isOperator('(')) return parseCallArguments(stream);
  const literal = ['name', 'string', 'integer', 'float'].includes(stream.current.type) || stream.isOperator('[', '{');
  if (!literal || stream.isName('else', 'or', 'and')) return { positional: [], named: [] };
  if (stream.isName('is')) stream.fail('tests cannot be chained with is');
  return { positional: [parsePostfix(stream, parsePrimary(stream))], named: [] };
};
