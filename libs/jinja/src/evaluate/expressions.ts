import { requireValue } from '@twl/ports';
import type { CallArguments, Expression } from '../syntax/ast';
import { SyntaxProblem } from '../syntax/token';
import { getAttribute, getItem } from '../methods/attributes';
import { compareValues, containsItem, areEqual } from '../values/compare';
import { dictEntries, dictSet, iterateItems, sliceValue } from '../values/containers';
import { isMapping, isTruthy, typeNameOf } from '../values/kinds';
import { toFloatValue } from '../values/numbers';
import { applyArithmetic, applySign } from '../values/operators';
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
      const value = toFloatValue(node.value);
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
  const compilePart = (part: Expression): Evaluate => compileExpression(part, compiler);
  switch (node.kind) {
    case 'list':
    case 'tuple':
    case 'concat':
      return compileSequence(node.kind, node.items.map(compilePart));
    case 'dict':
      return compileDict(node.entries.map(([key, value]) => [compilePart(key), compilePart(value)]));
    case 'unary':
      return compileUnary(node.operator, compilePart(node.operand));
    case 'logic':
      return compileLogic(node.operator, compilePart(node.left), compilePart(node.right));
    case 'arithmetic': {
      const [left, right] = [compilePart(node.left), compilePart(node.right)];
      return (frame) => runAt(frame, node.at, () => applyArithmetic(node.operator, left(frame), right(frame)));
    }
    case 'condition': {
      const [test, then, otherwise] = [compilePart(node.test), compilePart(node.then), node.otherwise && compilePart(node.otherwise)];
      return (frame) => (isTruthy(test(frame)) ? then(frame) : otherwise ? otherwise(frame) : new Undefined('the inline if without else'));
    }
    case 'slice': {
      const object = compilePart(node.object);
      const [start, stop, step] = [node.start, node.stop, node.step].map((part) => part && compilePart(part));
      return (frame) =>
        sliceDefined(object(frame), { start: start?.(frame) ?? null, stop: stop?.(frame) ?? null, step: step?.(frame) ?? null });
    }
  }
};

const runAt = (frame: Frame, position: number, work: () => Value): Value => {
  frame.run.at = position;
  return work();
};

const sliceDefined = (value: Value, bounds: { start: Value; stop: Value; step: Value }): Value => {
  if (value instanceof Undefined) throw undefinedError(value);
  return sliceValue(value, bounds);
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
  operator === 'not' ? (frame) => !isTruthy(operand(frame)) : (frame) => applySign(operator, operand(frame));

const compileLogic = (operator: 'and' | 'or', left: Evaluate, right: Evaluate): Evaluate => {
  const stop = operator === 'or';
  return (frame) => {
    const value = left(frame);
    return isTruthy(value) === stop ? value : right(frame);
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
    positional: [...positional.map((part) => part(frame)), ...(spread ? iterateItems(spread(frame)) : [])],
    named: new Map<string, Value>([
      ...named.map(([name, part]) => [name, part(frame)] as [string, Value]),
      ...(spreadNamed ? keywordsOf(spreadNamed(frame)) : []),
    ]),
  });
};

const keywordsOf = (value: Value): [string, Value][] => {
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
    return callValue(target, given, frame);
  };
};

/** Calls a value. @throws TypeError when it is no function */
export const callValue = (target: Value, args: Arguments, { run }: Frame): Value => {
  if (target instanceof Callable) return run.nested(() => target.call(args, run));
  if (target instanceof Undefined) throw undefinedError(target);
  throw typeError(`'${typeNameOf(target)}' object is not callable`);
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
  '==': areEqual,
  '!=': (a, b) => !areEqual(a, b),
  '<': (a, b) => compareValues(a, b, '<') < 0,
  '<=': (a, b) => compareValues(a, b, '<=') <= 0,
  '>': (a, b) => compareValues(a, b, '>') > 0,
  '>=': (a, b) => compareValues(a, b, '>=') >= 0,
  in: (a, b) => containsItem(b, a),
  'not in': (a, b) => !containsItem(b, a),
};

const compileCompare = (node: Of<'compare'>, compiler: Compiler): Evaluate => {
  const first = compileExpression(node.first, compiler);
  const rest = node.rest.map(({ operator, operand }) => ({
    holds: requireValue(comparisons[operator], `comparison ${operator}`),
    operand: compileExpression(operand, compiler),
  }));
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
