import type { Statement } from '../syntax/ast';
import { areEqual } from '../values/compare';
import { iterateItems } from '../values/containers';
import { isTruthy } from '../values/kinds';
import { orElse } from '../values/present';
import { typeError } from '../runtime/python-error';
import { Callable, PythonObject, Undefined, type Value } from '../values/value';
import type { Compiler } from './compiler';
import { compileExpression } from './expressions';
import type { Frame, Render } from './frame';
import { compileBody, compileTarget } from './statements';

type Again = (items: Value[], depth: number) => string;

/** The `loop` variable. */
class Loop extends PythonObject {
  readonly typeName = 'LoopContext';
  private last: Value[] | undefined;
  index = 0;

  constructor(
    private readonly items: Value[],
    private readonly depth: number,
  ) {
    super();
  }

  repr(): string {
    return `<LoopContext ${this.index + 1}/${this.items.length}>`;
  }

  override attribute(name: string): Value | undefined {
    const { index, items, depth } = this;
    const plain: Record<string, Value> = {
      index: index + 1,
      index0: index,
      revindex: items.length - index,
      revindex0: items.length - index - 1,
      first: index === 0,
      last: index === items.length - 1,
      length: items.length,
      depth,
      depth0: depth - 1,
      previtem: orElse(items[index - 1], new Undefined('the item before the first')),
      nextitem: orElse(items[index + 1], new Undefined('the item after the last')),
    };
    if (Object.hasOwn(plain, name)) return plain[name];
    if (name === 'cycle') return new Callable(name, ({ positional }) => this.cycle(positional));
    return name === 'changed' ? new Callable(name, ({ positional }) => this.changed(positional)) : undefined;
  }

  private cycle(values: Value[]): Value {
    const value = values[this.index % values.length];
    if (value === undefined) throw typeError('no items for cycling given');
    return value;
  }

  private changed(values: Value[]): boolean {
    const before = this.last;
    this.last = values;
    return !before || !areEqual(before, values);
  }
}

/** A recursive loop is callable: `loop(...)` goes one level down. */
const loopOf = (items: Value[], depth: number, again: Again | undefined): { loop: Loop; value: Value } => {
  const loop = new Loop(items, depth);
  if (!again) return { loop, value: loop };
  const callable = new Callable('loop', ({ positional }) => again(iterateItems(positional[0] ?? null), depth + 1));
  callable.attribute = (name) => loop.attribute(name);
  return { loop, value: callable };
};

export const compileFor = (node: Extract<Statement, { kind: 'for' }>, compiler: Compiler): Render => {
  compiler.sets.add('loop');
  const items = compileExpression(node.items, compiler);
  const assign = compileTarget(node.target, compiler);
  const only = node.only && compileExpression(node.only, compiler);
  const body = compileBody(node.body, compiler);
  const otherwise = compileBody(node.otherwise, compiler);

  const filterItems = (frame: Frame, all: Value[]): Value[] =>
    only
      ? all.filter((item) => {
          const inner = frame.inner();
          assign(inner, item);
          return isTruthy(only(inner));
        })
      : all;

  const runLoop = (frame: Frame, all: Value[], depth: number): string => {
    frame.run.step(all.length);
    const kept = filterItems(frame, all);
    if (!kept.length) return otherwise(frame);
    const { loop, value } = loopOf(kept, depth, node.recursive ? (next, deeper) => runLoop(frame, next, deeper) : undefined);
    return kept.reduce<string>((text, item, index) => {
      loop.index = index;
      const inner = frame.inner();
      inner.set('loop', value);
      assign(inner, item);
      return frame.run.bounded(text + body(inner));
    }, '');
  };
  return (frame) => runLoop(frame, iterateItems(items(frame)), 1);
};
