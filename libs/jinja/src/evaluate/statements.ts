import type { Expression, Parameter, Statement, Target } from '../syntax/ast';
import { iterateItems } from '../values/containers';
import { isTruthy } from '../values/kinds';
import { PythonError, valueError } from '../runtime/python-error';
import { orElse } from '../values/present';
import { str } from '../values/text';
import { Callable, Namespace, Undefined, type Value } from '../values/value';
import type { Compiler } from './compiler';
import { compileArguments, compileExpression, callValue } from './expressions';
import { compileFor } from './for-loop';
import type { Evaluate, Frame, Render } from './frame';

/** Compiles statements to a function that returns their text. @throws SyntaxProblem */
export const compileBody = (body: Statement[], compiler: Compiler): Render => {
  const parts = body.map((statement) => compileStatement(statement, compiler));
  const [first, ...others] = parts;
  if (first && others.length === 0) return first;
  return (frame) => {
    let text = '';
    for (const part of parts) text += part(frame);
    return frame.run.bounded(text);
  };
};

const compileStatement = (node: Statement, compiler: Compiler): Render => {
  switch (node.kind) {
    case 'data':
      return () => node.text;
    case 'output': {
      const expression = compileExpression(node.expression, compiler);
      return (frame) => frame.run.bounded(str(expression(frame)));
    }
    case 'if':
      return compileIf(node, compiler);
    case 'for':
      return compileFor(node, compiler);
    case 'set': {
      const [value, assign] = [compileExpression(node.value, compiler), compileTarget(node.target, compiler)];
      return (frame) => runSilently(() => assign(frame, value(frame)));
    }
    case 'capture': {
      const [value, assign] = [compileFiltered(node.filters, node.body, compiler), compileTarget(node.target, compiler)];
      return (frame) => runSilently(() => assign(frame, value(frame)));
    }
    case 'with':
      return compileWith(node, compiler);
    case 'macro':
      return compileMacro(node, compiler);
    case 'call':
      return compileCallBlock(node, compiler);
    case 'filtered': {
      const value = compileFiltered(node.filters, node.body, compiler);
      return (frame) => str(value(frame));
    }
  }
};

const runSilently = (work: () => void): string => {
  work();
  return '';
};

/** The text of a body, through filters if there are any. */
const compileFiltered = (filters: Expression | undefined, body: Statement[], compiler: Compiler): Evaluate => {
  const render = compileBody(body, compiler);
  compiler.sets.add(' filtered');
  const apply = filters && compileExpression(filters, compiler);
  return (frame) => {
    const inner = frame.inner();
    const text = render(inner);
    if (!apply) return text;
    inner.set(' filtered', text);
    return apply(inner);
  };
};

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

const compileIf = (node: Of<'if'>, compiler: Compiler): Render => {
  const branches = node.branches.map(({ test, body }) => ({ test: compileExpression(test, compiler), body: compileBody(body, compiler) }));
  const otherwise = compileBody(node.otherwise, compiler);
  return (frame) => (branches.find(({ test }) => isTruthy(test(frame)))?.body ?? otherwise)(frame);
};

/** Compiles the assignment to the target of `set`, `for` or `with`. */
export const compileTarget = (target: Target, compiler: Compiler): ((frame: Frame, value: Value) => void) => {
  if (target.kind === 'name') {
    compiler.sets.add(target.name);
    return (frame, value) => frame.set(target.name, value);
  }
  if (target.kind === 'member') return (frame, value) => setMember(frame.get(target.name), target.member, value);
  const targets = target.targets.map((part) => compileTarget(part, compiler));
  return (frame, value) => {
    const items = iterateItems(value);
    if (items.length !== targets.length) throw valueError(`expected ${targets.length} values to unpack, got ${items.length}`);
    items.forEach((item, at) => targets[at]?.(frame, item));
  };
};

const setMember = (object: Value | undefined, member: string, value: Value): void => {
  if (!(object instanceof Namespace)) throw new PythonError('ValueError', 'only a namespace takes attributes');
  object.values.set(member, value);
};

const compileWith = (node: Of<'with'>, compiler: Compiler): Render => {
  const bindings = node.bindings.map(([target, value]) => ({
    value: compileExpression(value, compiler),
    assign: compileTarget(target, compiler),
  }));
  const body = compileBody(node.body, compiler);
  return (frame) => {
    const inner = frame.inner();
    for (const { value, assign } of bindings) assign(inner, value(frame));
    return body(inner);
  };
};

/** A function of the template itself: parameters become names, the text is the result. */
const compileFunction = (
  { name, parameters, body }: { name: string; parameters: Parameter[]; body: Statement[] },
  compiler: Compiler,
): ((frame: Frame) => Callable) => {
  for (const parameter of parameters) compiler.sets.add(parameter.name);
  ['caller', 'varargs', 'kwargs'].forEach((extra) => compiler.sets.add(extra));
  const fallbacks = parameters.map(({ fallback }) => fallback && compileExpression(fallback, compiler));
  const render = compileBody(body, compiler);
  return (outer) =>
    new Callable(name, ({ positional, named }, run) => {
      run.step();
      const frame = outer.inner();
      parameters.forEach((parameter, at) => {
        const given = orElse(at < positional.length ? positional[at] : named.get(parameter.name), undefinedParameter(parameter.name));
        frame.set(parameter.name, given instanceof Undefined ? orElse(fallbacks[at]?.(frame), given) : given);
      });
      const caller = named.get('caller');
      if (caller) frame.set('caller', caller);
      frame.set('varargs', positional.slice(parameters.length));
      return render(frame);
    });
};

const undefinedParameter = (parameter: string): Undefined => new Undefined(`the parameter ${parameter}`);

const compileMacro = (node: Of<'macro'>, compiler: Compiler): Render => {
  compiler.sets.add(node.name);
  const make = compileFunction(node, compiler);
  return (frame) => runSilently(() => frame.set(node.name, make(frame)));
};

const compileCallBlock = (node: Of<'call'>, compiler: Compiler): Render => {
  if (node.call.kind !== 'call') throw new Error('a call block holds a call');
  if (node.call.callee.kind === 'name') compiler.call(node.call.callee.name, node.call.callee.at);
  const callee = compileExpression(node.call.callee, compiler);
  const args = compileArguments(node.call.args, compiler);
  const make = compileFunction({ ...node, name: 'caller' }, compiler);
  return (frame) => {
    const given = args(frame);
    given.named.set('caller', make(frame));
    return str(callValue(callee(frame), given, frame));
  };
};
