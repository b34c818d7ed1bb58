import type { CallArguments, Expression } from '../syntax/ast';
import { SyntaxProblem } from '../syntax/token';
import { getAttribute, getItem } from '../methods/attributes';
import { compare, contains, equals } from '../values/compare';
import { dictEntries, dictSet, iterate, slice } from '../values/containers';
import { isMapping, truth, typeName } from '../values/kinds';
import { float } from '../values/numbers';
import { arithmetic, signed } from '../values/operators';
import { typeError } from '../runtime/python-error';
import { str } from '../values/text';
import { undefinedError } from '../values/undefined-error';
import { type Arguments, Callable, Dict, Tuple, Undefined, type Value } from '../values/value';
import { filters } from '../filters/filters';
import { tests } from '../filters/tests';
import type { Compiler } from './compiler';
import type { Evaluate, Frame } from './frame';
import { compileName, compileSlicePart } from './names';

/** Turns an expression into a function. @throws SyntaxProblem for unknown filters and tests */
export const compileExpression = (node: Expression, compiler: Compiler): Evaluate => {
  switch (node.kind) {
    case 'constant':
      return () => node.value;
    case 'float': {
      const value = float(node.value);
      return () => value;
    }
    case 'name':
      return compileName(node.name, compiler);
    case 'attribute':
      return compileAttribute(node, compiler);
    case 'item':
      return compileItem(node, compiler);
    case 'call':
      return compileCall(node, compiler);
    case 'filter':
      return compileFilter(node, compiler);
    case 'test':
      return compileTest(node, compiler);
    case 'compare':
      return compileCompare(node, compiler);
    default:
      return compileOperation(node, compiler);
  }
};

type Of<K extends Expression['kind']> = Extract<Expression, { kind: K }>;
type Operation = Exclude<Expression, Of<'constant' | 'float' | 'name' | 'attribute' | 'item' | 'call' | 'filter' | 'test' | 'compare'>>;

const compileOperation = (node: Operation, compiler: Compiler): Evaluate => {
  const compile = (part: Expression): Evaluate => compileExpression(part, compiler);
  switch (node.kind) {
    case 'list':
    case 'tuple':
    case 'concat':
      return compileSequence(node.kind, node.items.map(compile));
    case 'dict':
      return compileDict(node.entries.map(([key, value]) => [compile(key), compile(value)]));
    case 'unary':
      return compileUnary(node.operator, compile(node.operand));
    case 'logic':
      return compileLogic(node.operator, compile(node.left), compile(node.right));
    case 'arithmetic': {
      const [left, right] = [compile(node.left), compile(node.right)];
      return (frame) => at(frame, node.at, () => arithmetic(node.operator, left(frame), right(frame)));
    }
    case 'condition': {
      const [test, then, otherwise] = [compile(node.test), compile(node.then), node.otherwise && compile(node.otherwise)];
      return (frame) => (truth(test(frame)) ? then(frame) : otherwise ? otherwise(frame) : new Undefined('the inline if without else'));
    }
    case 'slice': {
      const object = compile(node.object);
      const [start, stop, step] = [node.start, node.stop, node.step].map((part) => part && compile(part));
      return (frame) => sliced(object(frame), { start: start?.(frame) ?? null, stop: stop?.(frame) ?? null, step: step?.(frame) ?? null });
    }
  }
};

const at = (frame: Frame, place: number, work: () => Value): Value => {
  frame.run.at = place;
  return work();
};

const sliced = (value: Value, bounds: { start: Value; stop: Value; step: Value }): Value => {
  if (value instanceof Undefined) throw undefinedError(value);
  return slice(value, bounds);
};

const compileSequence = (kind: 'list' | 'tuple' | 'concat', items: Evaluate[]): Evaluate => {
  if (kind === 'concat') return (frame) => frame.run.bounded(items.map((item) => str(item(frame))).join(''));
  if (kind === 'tuple') return (frame) => new Tuple(items.map((item) => item(frame)));
  return (frame) => items.map((item) => item(frame));
};

const compileDict =
  (entries: [Evaluate, Evaluate][]): Evaluate =>
  (frame) => {
    const dict = new Dict();
    for (const [key, value] of entries) dictSet(dict, key(frame), value(frame));
    return dict;
  };

const compileUnary = (operator: 'not' | '-' | '+', operand: Evaluate): Evaluate =>
  operator === 'not' ? (frame) => !truth(operand(frame)) : (frame) => signed(operator, operand(frame));

const compileLogic = (operator: 'and' | 'or', left: Evaluate, right: Evaluate): Evaluate => {
  const stop = operator === 'or';
  return (frame) => {
    const value = left(frame);
    return truth(value) === stop ? value : right(frame);
  };
};

const compileAttribute = (node: Of<'attribute'>, compiler: Compiler): Evaluate => {
  const object = compileExpression(node.object, compiler);
  const part = node.object.kind === 'name' ? compileSlicePart(node.object.name, node.name) : undefined;
  if (part) return part;
  return (frame) => {
    const value = object(frame);
    frame.run.at = node.at;
    return getAttribute(value, node.name);
  };
};

const compileItem = (node: Of<'item'>, compiler: Compiler): Evaluate => {
  const object = compileExpression(node.object, compiler);
  const key = compileExpression(node.key, compiler);
  return (frame) => {
    const value = object(frame);
    frame.run.at = node.at;
    return getItem(value, key(frame));
  };
};

/** Arguments in the order they are written. */
export const compileArguments = (args: CallArguments, compiler: Compiler): ((frame: Frame) => Arguments) => {
  const positional = args.positional.map((part) => compileExpression(part, compiler));
  const named = args.named.map(([name, part]) => [name, compileExpression(part, compiler)] as const);
  const spread = args.spread && compileExpression(args.spread, compiler);
  const spreadNamed = args.spreadNamed && compileExpression(args.spreadNamed, compiler);
  return (frame) => ({
    positional: [...positional.map((part) => part(frame)), ...(spread ? iterate(spread(frame)) : [])],
    named: new Map<string, Value>([
      ...named.map(([name, part]) => [name, part(frame)] as [string, Value]),
      ...(spreadNamed ? namesOf(spreadNamed(frame)) : []),
    ]),
  });
};

const namesOf = (value: Value): [string, Value][] => {
  if (!isMapping(value)) throw typeError('argument after ** must be a mapping');
  return dictEntries(value).map(([key, item]) => [str(key), item]);
};

const compileCall = (node: Of<'call'>, compiler: Compiler): Evaluate => {
  if (node.callee.kind === 'name') compiler.call(node.callee.name, node.callee.at);
  const callee = compileExpression(node.callee, compiler);
  const args = compileArguments(node.args, compiler);
  return (frame) => {
    const target = callee(frame);
    const given = args(frame);
    frame.run.at = node.at;
    return invoke(target, given, frame);
  };
};

/** Calls a value. @throws TypeError when it is no function */
export const invoke = (target: Value, args: Arguments, { run }: Frame): Value => {
  if (target instanceof Callable) return run.nested(() => target.call(args, run));
  if (target instanceof Undefined) throw undefinedError(target);
  throw typeError(`'${typeName(target)}' object is not callable`);
};

const compileFilter = (node: Of<'filter'>, compiler: Compiler): Evaluate => {
  const filter = filters.get(node.name);
  if (!filter) throw new SyntaxProblem(`the filter ${node.name} is unknown (there are ${[...filters.keys()].sort().join(', ')})`, node.at);
  const operand = compileExpression(node.operand ?? { kind: 'name', name: ' filtered', at: node.at }, compiler);
  const args = compileArguments(node.args, compiler);
  return (frame) => {
    const value = operand(frame);
    const given = args(frame);
    frame.run.at = node.at;
    return filter(value, given, frame.run);
  };
};

const compileTest = (node: Of<'test'>, compiler: Compiler): Evaluate => {
  const test = tests.get(node.name);
  if (!test) throw new SyntaxProblem(`the test ${node.name} is unknown (there are ${[...tests.keys()].sort().join(', ')})`, node.at);
  const operand = compileExpression(node.operand, compiler);
  const args = compileArguments(node.args, compiler);
  return (frame) => {
    const value = operand(frame);
    frame.run.at = node.at;
    return test(value, args(frame));
  };
};

const comparisons: Record<string, (a: Value, b: Value) => boolean> = {
  '==': equals,
  '!=': (a, b) => !equals(a, b),
  '<': (a, b) => compare(a, b, '<') < 0,
  '<=': (a, b) => compare(a, b, '<=') <= 0,
  '>': (a, b) => compare(a, b, '>') > 0,
  '>=': (a, b) => compare(a, b, '>=') >= 0,
  in: (a, b) => contains(b, a),
  'not in': (a, b) => !contains(b, a),
};

const compileCompare = (node: Of<'compare'>, compiler: Compiler): Evaluate => {
  const first = compileExpression(node.first, compiler);
  const rest = node.rest.map(({ operator, operand }) => ({ holds: comparisons[operator]!, operand: compileExpression(operand, compiler) }));
  return (frame) => {
    let left = first(frame);
    for (const { holds, operand } of rest) {
      const right = operand(frame);
      frame.run.at = node.at;
      if (!holds(left, right)) return false;
      left = right;
    }
    return true;
  };
};
