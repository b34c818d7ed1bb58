import type { Evaluation } from '../runtime/evaluation';
import type { Value } from '../values/value';

/** The names a part of a template has set, in front of those around it. */
export class Frame {
  private names: Map<string, Value> | undefined;

  constructor(
    readonly run: Evaluation,
    private readonly outer?: Frame,
  ) {}

  get(name: string): Value | undefined {
    const { names } = this;
    return names?.has(name) ? names.get(name) : this.outer?.get(name);
  }

  set(name: string, value: Value): void {
    this.names ??= new Map();
    this.names.set(name, value);
  }

  inner(): Frame {
    return new Frame(this.run, this);
  }
}

/** A compiled expression. */
export type Evaluate = (frame: Frame) => Value;

/** A compiled part of a template; returns its text. */
export type Render = (frame: Frame) => string;
