import type { CallArguments, Expression } from './ast';
import { parseExpression, parseTuple } from './expression-parser';
import type { TokenStream } from './token-stream';

const constants: Record<string, null | boolean> = { true: true, True: true, false: false, False: false, none: null, None: null };

/** A name, a literal or something in brackets. */
export const parsePrimary = (stream: TokenStream): Expression => {
  const { type, text, value, at } = stream.current;
  if (stream.isOperator('(')) return parenthesized(stream);
  if (stream.isOperator('[')) return { kind: 'list', items: parseList(stream), at };
  if (stream.isOperator('{')) return { kind: 'dict', entries: parseEntries(stream), at };
  if (type === 'string') return { kind: 'constant', value: adjacentTexts(stream), at };
  if (type !== 'name' && type !== 'integer' && type !== 'float') stream.fail(`unexpected ${stream.shown()}`);
  stream.take();
  if (type === 'float') return { kind: 'float', value: value as number, at };
  if (type === 'integer') return { kind: 'constant', value: value as number | bigint, at };
  const constant = Object.hasOwn(constants, text) ? constants[text] : undefined;
  return constant !== undefined ? { kind: 'constant', value: constant, at } : { kind: 'name', name: text, at };
};

const parenthesized = (stream: TokenStream): Expression => {
  stream.take();
  const inside = stream.nested(() => parseTuple(stream, { empty: true }));
  stream.expectOperator(')');
  return inside;
};

const adjacentTexts = (stream: TokenStream): string => {
  let text = '';
  while (stream.current.type === 'string') text += String(stream.take().value);
  return text;
};

const parseList = (stream: TokenStream): Expression[] => {
  stream.take();
  const items: Expression[] = [];
  while (!stream.isOperator(']')) {
    if (items.length) stream.expectOperator(',');
    if (stream.isOperator(']')) break;
    items.push(parseExpression(stream));
  }
  stream.take();
  return items;
};

const parseEntries = (stream: TokenStream): [Expression, Expression][] => {
  stream.take();
  const entries: [Expression, Expression][] = [];
  while (!stream.isOperator('}')) {
    if (entries.length) stream.expectOperator(',');
    if (stream.isOperator('}')) break;
    const key = parseExpression(stream);
    stream.expectOperator(':');
    entries.push([key, parseExpression(stream)]);
  }
  stream.take();
  return entries;
};

/** Attributes, items and calls after a value. */
export const parsePostfix = (stream: TokenStream, value: Expression): Expression => {
  let left = value;
  for (;;) {
    const at = stream.current.at;
    if (stream.isOperator('.')) left = parseAttribute(stream, left);
    else if (stream.isOperator('[')) left = parseItem(stream, left);
    else if (stream.isOperator('(')) left = { kind: 'call', callee: left, at, args: parseCallArguments(stream) };
    else return left;
  }
};

const parseAttribute = (stream: TokenStream, object: Expression): Expression => {
  const { at } = stream.take();
  const { type, text, value } = stream.take();
  if (type === 'name') return { kind: 'attribute', object, name: text, at };
  if (type !== 'integer') stream.fail('expected a name or a number after the dot', at);
  return { kind: 'item', object, key: { kind: 'constant', value: value as number, at }, at };
};

const parseItem = (stream: TokenStream, object: Expression): Expression => {
  const { at } = stream.take();
  const parts: (Expression | undefined)[] = [];
  let sliced = false;
  while (!stream.isOperator(']', ',')) {
    if (stream.isOperator(':')) parts.push(undefined);
    else parts.push(parseExpression(stream));
    if (parts.length === 3 || !stream.skipOperator(':')) break;
    sliced = true;
  }
  if (!sliced && stream.isOperator(',')) return { kind: 'item', object, key: keyTuple(stream, parts, at), at };
  stream.expectOperator(']');
  if (sliced) return { kind: 'slice', object, start: parts[0], stop: parts[1], step: parts[2], at };
  if (!parts[0]) stream.fail('expected a key', at);
  return { kind: 'item', object, key: parts[0], at };
};

const keyTuple = (stream: TokenStream, parts: (Expression | undefined)[], at: number): Expression => {
  const items = parts.filter((part) => part !== undefined);
  while (stream.skipOperator(',') && !stream.isOperator(']')) items.push(parseExpression(stream));
  stream.expectOperator(']');
  return { kind: 'tuple', items, at };
};

/** `(a, b, key=c, *rest, **more)`. */
export const parseCallArguments = (stream: TokenStream): CallArguments => {
  const { at } = stream.take();
  const args: CallArguments = { positional: [], named: [] };
  while (!stream.isOperator(')')) {
    parseArgument(stream, args, at);
    if (!stream.skipOperator(',') && !stream.isOperator(')')) stream.fail(`expected , or ), got ${stream.shown()}`);
  }
  stream.take();
  return args;
};

const parseArgument = (stream: TokenStream, args: CallArguments, at: number): void => {
  const isSpread = args.spread !== undefined || args.spreadNamed !== undefined;
  if (stream.isOperator('*', '**')) {
    const both = stream.take().text === '**';
    if (both ? args.spreadNamed : isSpread) stream.fail('arguments in a wrong order', at);
    args[both ? 'spreadNamed' : 'spread'] = parseExpression(stream);
  } else if (stream.current.type === 'name' && stream.following.text === '=' && stream.following.type === 'operator') {
    if (args.spreadNamed) stream.fail('arguments in a wrong order', at);
    const key = stream.take().text;
    stream.take();
    args.named.push([key, parseExpression(stream)]);
  } else {
    if (isSpread || args.named.length) stream.fail('arguments in a wrong order', at);
    args.positional.push(parseExpression(stream));
  }
};
