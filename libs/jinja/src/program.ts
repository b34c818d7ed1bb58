import { TemplateError } from './template-error';
import { Compiler } from './evaluate/compiler';
import { compileExpression } from './evaluate/expressions';
import type { Evaluate, Render } from './evaluate/frame';
import { compileBody } from './evaluate/statements';
import type { Expression, Statement } from './syntax/ast';
import { normalizeSource } from './syntax/lexer';
import { parseTemplate } from './syntax/template-parser';
import { SyntaxProblem } from './syntax/token';

/** A compiled text; shared by all positions with the same text. */
export interface Program {
  source: string;
  /** The text itself, when it has no tags. */
  constant?: string;
  /** The expression, when the template is nothing but one `{{ }}`. */
  expression?: Evaluate;
  /** A constant key of a variable, so frequent that it has a fast path: `{{ record['x'] }}`, `{{ config.y }}`. */
  path?: { name: string; key: string; dotted: boolean };
  render: Render;
  reads: ReadonlySet<string>;
}

/** Line and column of an offset, counted from 1. */
export const locationOf = (source: string, at: number): string => {
  const before = source.slice(0, at).split('\n');
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`;
};

/** @throws TemplateError for bad syntax, unknown filters, tests and functions */
export const compileProgram = (source: string): Program => {
  const normal = normalizeSource(source);
  if (!/\{[{%#]/.test(normal)) return { source, constant: normal, render: () => normal, reads: new Set() };
  try {
    return buildProgram(source, parseTemplate(source));
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error;
    throw new TemplateError(source, `${error.message} (at ${locationOf(normal, error.at)})`, error);
  }
};

const buildProgram = (source: string, body: Statement[]): Program => {
  const compiler = new Compiler();
  const only = body.length === 1 && body[0]?.kind === 'output' ? body[0].expression : undefined;
  const render = compileBody(body, compiler);
  const expression = only && compileExpression(only, compiler);
  compiler.finish();
  const constant = body.every((part) => part.kind === 'data')
    ? body.map((part) => (part.kind === 'data' ? part.text : '')).join('')
    : undefined;
  return { source, constant, expression, path: only && pathOf(only), render, reads: compiler.reads };
};

const pathOf = (node: Expression): Program['path'] => {
  if (node.kind !== 'item' && node.kind !== 'attribute') return undefined;
  if (node.object.kind !== 'name' || !['record', 'config', 'parameters', 'response'].includes(node.object.name)) return undefined;
  if (node.kind === 'attribute') return node.name.startsWith('_') ? undefined : { name: node.object.name, key: node.name, dotted: true };
  const { key } = node;
  return key.kind === 'constant' && typeof key.value === 'string' ? { name: node.object.name, key: key.value, dotted: false } : undefined;
};
