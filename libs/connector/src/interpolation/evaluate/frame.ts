import type { Run } from './run';
import type { Value } from '../values/value';

/** The names a part of a template has set, in front of those around it. */
export class Frame {
  private readonly names = new Map<string, Value>();

  constructor(
    readonly run: Run,
    private readonly outer?: Frame,
  ) {}

  get(name: string): Value | undefined {
    return this.names.has(name) ? this.names.get(name) : this.outer?.get(name);
  }

  set(name: string, value: Value): void {
    this.names.set(name, value);
  }

  inner(): Frame {
    return new Frame(this.run, this);
  }
}

/** A compiled expression. */
export type Evaluate = (frame: Frame) => Value;

/** A compiled part of a template; gives its text. */
export type Render = (frame: Frame) => string;
