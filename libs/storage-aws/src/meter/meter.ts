import { AsyncLocalStorage } from 'node:async_hooks';
import { addUsage, noUsage, type Usage } from './usage';

/** The most runs with unsaved usage. */
const maxRuns = 1000;

/** One piece of work: its usage, and the unsaved part of that and of earlier work on the same run. */
interface MeteredWork {
  sum: Usage;
  unsaved: Usage;
}

/** Counts the requests to AWS: all of them, and those of one piece of work, whatever else runs at the same time. */
export class Meter {
  /** Since the process began. */
  readonly total = noUsage();
  private readonly open = new AsyncLocalStorage<MeteredWork>();
  private readonly untaken = new Map<string, Usage>();

  add(usage: Usage): void {
    addUsage(this.total, usage);
    const piece = this.open.getStore();
    if (!piece) return;
    addUsage(piece.sum, usage);
    addUsage(piece.unsaved, usage);
  }

  /** Runs the work; meanwhile `current` is the usage of that work alone. Unsaved usage is saved with the run's next work. */
  measure<T>(work: () => Promise<T>, run?: string): Promise<T> {
    const piece = { sum: noUsage(), unsaved: this.takeUnsavedOf(run) };
    return this.open.run(piece, async () => {
      try {
        return await work();
      } finally {
        if (run !== undefined) this.addUnsaved(run, piece.unsaved);
      }
    });
  }

  /** Returns the usage of the current work so far; undefined outside of `measure`. */
  get current(): Usage | undefined {
    return this.open.getStore()?.sum;
  }

  /** Returns the unsaved usage, once; the caller puts back what it could not save. Undefined outside of `measure`. */
  takeUnsaved(): Usage | undefined {
    const piece = this.open.getStore();
    if (!piece) return undefined;
    const { unsaved } = piece;
    piece.unsaved = noUsage();
    return unsaved;
  }

  /** Puts back unsaved usage; with -1 removes what is counted already. */
  putBack(usage: Usage, times: 1 | -1 = 1): void {
    const piece = this.open.getStore();
    if (piece) addUsage(piece.unsaved, usage, times);
  }

  private takeUnsavedOf(run: string | undefined): Usage {
    const left = (run !== undefined && this.untaken.get(run)) || noUsage();
    if (run !== undefined) this.untaken.delete(run);
    return left;
  }

  private addUnsaved(run: string, unsaved: Usage): void {
    const sum = this.takeUnsavedOf(run);
    addUsage(sum, unsaved);
    this.untaken.set(run, sum);
    const [oldest] = this.untaken.keys();
    if (this.untaken.size > maxRuns && oldest !== undefined) this.untaken.delete(oldest);
  }
}
