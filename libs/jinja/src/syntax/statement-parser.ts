import { requireValue, requireFirst } from '@twl/ports';
import type { Expression, Parameter, Statement, Target } from './ast';
import { parseExpression, parseFilter, parseTuple } from './expression-parser';
import { parseBody } from './template-parser';
import type { TokenStream } from './token-stream';

/** The statement inside a `{% %}`, up to its closing. */
export const parseStatement = (stream: TokenStream): Statement[] => {
  const { text, at } = stream.expect('name', 'a statement');
  const parser = Object.hasOwn(parsers, text) ? parsers[text] : undefined;
  if (!parser)
    return stream.fail(`the statement ${text} is unknown or not supported (use if, for, set, with, macro, call, filter or print)`, at);
  return parser(stream);
};

/** Parses the statements up to `end` and consumes its word. */
const bodyUntil = (stream: TokenStream, ends: string[]): { body: Statement[]; end: string } => {
  stream.skipOperator(':');
  stream.expect('block_end', '%}');
  const body = parseBody(stream, ends);
  return { body, end: stream.take().text };
};

const parseIf = (stream: TokenStream): Statement[] => {
  const branches: { test: Expression; body: Statement[] }[] = [];
  for (;;) {
    const test = parseTuple(stream, { condition: false });
    const { body, end } = bodyUntil(stream, ['elif', 'else', 'endif']);
    branches.push({ test, body });
    if (end === 'elif') continue;
    return [{ kind: 'if', branches, otherwise: end === 'else' ? bodyUntil(stream, ['endif']).body : [] }];
  }
};

const parseFor = (stream: TokenStream): Statement[] => {
  const target = parseTarget(stream, 'in');
  if (!stream.skipName('in')) stream.fail(`expected in, got ${stream.shown()}`);
  const items = parseTuple(stream, { condition: false, atEnd: () => stream.isName('recursive') });
  const only = stream.skipName('if') ? parseExpression(stream) : undefined;
  const recursive = stream.skipName('recursive');
  const { body, end } = bodyUntil(stream, ['endfor', 'else']);
  const otherwise = end === 'else' ? bodyUntil(stream, ['endfor']).body : [];
  return [{ kind: 'for', target, items, only, recursive, body, otherwise }];
};

const parseSet = (stream: TokenStream): Statement[] => {
  const target = parseTarget(stream);
  if (stream.skipOperator('=')) return [{ kind: 'set', target, value: parseTuple(stream) }];
  const filters = parseFilterChain(stream, stream.skipOperator('|'));
  return [{ kind: 'capture', target, filters, body: bodyUntil(stream, ['endset']).body }];
};

const parseFilterChain = (stream: TokenStream, any: boolean): Expression | undefined => {
  if (!any) return undefined;
  let filters = parseFilter(stream);
  while (stream.skipOperator('|')) filters = parseFilter(stream, filters);
  return filters;
};

const parseWith = (stream: TokenStream): Statement[] => {
  const bindings: [Target, Expression][] = [];
  while (stream.current.type !== 'block_end') {
    if (bindings.length) stream.expectOperator(',');
    const target = parseTarget(stream);
    stream.expectOperator('=');
    bindings.push([target, parseExpression(stream)]);
  }
  return [{ kind: 'with', bindings, body: bodyUntil(stream, ['endwith']).body }];
};

const parseSignature = (stream: TokenStream): Parameter[] => {
  stream.expectOperator('(');
  const parameters: Parameter[] = [];
  while (!stream.isOperator(')')) {
    if (parameters.length) stream.expectOperator(',');
    const name = stream.expect('name', 'a parameter').text;
    const fallback = stream.skipOperator('=') ? parseExpression(stream) : undefined;
    if (!fallback && parameters.at(-1)?.fallback) stream.fail('a parameter without default follows one with a default');
    parameters.push({ name, fallback });
  }
  stream.take();
  return parameters;
};

const parseMacro = (stream: TokenStream): Statement[] => {
  const name = stream.expect('name', 'a name').text;
  const parameters = parseSignature(stream);
  return [{ kind: 'macro', name, parameters, body: bodyUntil(stream, ['endmacro']).body }];
};

const parseCall = (stream: TokenStream): Statement[] => {
  const parameters = stream.isOperator('(') ? parseSignature(stream) : [];
  const call = parseExpression(stream);
  if (call.kind !== 'call') stream.fail('expected a call', call.at);
  return [{ kind: 'call', call, parameters, body: bodyUntil(stream, ['endcall']).body }];
};

const parseFilterBlock = (stream: TokenStream): Statement[] => {
  const filters = requireValue(parseFilterChain(stream, true), 'filter');
  return [{ kind: 'filtered', filters, body: bodyUntil(stream, ['endfilter']).body }];
};

const parsePrint = (stream: TokenStream): Statement[] => {
  const outputs: Statement[] = [];
  while (stream.current.type !== 'block_end') {
    if (outputs.length) stream.expectOperator(',');
    outputs.push({ kind: 'output', expression: parseExpression(stream) });
  }
  return outputs;
};

const parsers: Record<string, (stream: TokenStream) => Statement[]> = {
  if: parseIf,
  for: parseFor,
  set: parseSet,
  with: parseWith,
  macro: parseMacro,
  call: parseCall,
  filter: parseFilterBlock,
  print: parsePrint,
};

const parseTarget = (stream: TokenStream, end?: string): Target => {
  const targets: Target[] = [];
  let several = false;
  for (;;) {
    if (targets.length && (stream.isName(end ?? '') || stream.isOperator('=', ')'))) break;
    targets.push(oneTarget(stream));
    if (!stream.skipOperator(',')) break;
    several = true;
  }
  return several ? { kind: 'names', targets } : requireFirst(targets);
};

const oneTarget = (stream: TokenStream): Target => {
  if (stream.skipOperator('(')) {
    const inside = parseTarget(stream);
    stream.expectOperator(')');
    return inside;
  }
  const name = stream.expect('name', 'a name').text;
  return stream.skipOperator('.') ? { kind: 'member', name, member: stream.expect('name', 'a name').text } : { kind: 'name', name };
};
