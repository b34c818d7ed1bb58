import type { Json } from '@twl/contracts';
import type { Scope } from './scope';
import { PythonError } from './python-error';

/** Limits of one evaluation; far above the needs of any honest template. */
export const limits = { steps: 200_000, characters: 16 * 1024 * 1024, depth: 60 } as const;

/** One evaluation of a template: its scope and its resource use. */
export class Evaluation {
  /** Offset of the current operation in the source, for errors. */
  at = 0;
  private steps = 0;
  private depth = 0;

  constructor(
    readonly scope: Scope,
    readonly parameters: Readonly<Record<string, Json>>,
  ) {}

  /** Counts one turn of a loop, or `count` of them. */
  step(count = 1): void {
    this.steps += count;
    if (this.steps > limits.steps) throw new PythonError('LimitError', `more than ${limits.steps} steps`);
  }

  /** Refuses a text that is too long. */
  bounded(text: string): string {
    if (text.length > limits.characters) throw new PythonError('LimitError', `a text of more than ${limits.characters} characters`);
    return text;
  }

  /** Runs something that may call itself. */
  nested<T>(work: () => T): T {
    if (++this.depth > limits.depth) throw new PythonError('LimitError', `calls nested deeper than ${limits.depth}`);
    try {
      return work();
    } finally {
      this.depth--;
    }
  }
}
