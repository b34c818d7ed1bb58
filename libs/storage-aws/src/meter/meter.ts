import { AsyncLocalStorage } from 'node:async_hooks';
import { addUsage, noUsage, type Usage } from './usage';

/** Runs of which something is still to be written down. */
const runsAtMost = 1000;

/** One piece of work: what it asked for, and what of that, and of work on the same run before it, nobody wrote down yet. */
interface Piece {
  sum: Usage;
  unsaved: Usage;
}

/** Counts what is asked of AWS: all of it, and what one piece of work asks for, whatever else goes on at the same time. */
export class Meter {
  /** Since the process began. */
  readonly total = noUsage();
  private readonly open = new AsyncLocalStorage<Piece>();
  private readonly left = new Map<string, Usage>();

  add(usage: Usage): void {
    addUsage(this.total, usage);
    const piece = this.open.getStore();
    if (!piece) return;
    addUsage(piece.sum, usage);
    addUsage(piece.unsaved, usage);
  }

  /** Does the work; meanwhile `current` is what it, and nothing else, asked for. What of it is not saved is saved with the run's next work. */
  measure<T>(work: () => Promise<T>, run?: string): Promise<T> {
    const piece = { sum: noUsage(), unsaved: this.takeLeft(run) };
    return this.open.run(piece, async () => {
      try {
        return await work();
      } finally {
        if (run !== undefined) this.leave(run, piece.unsaved);
      }
    });
  }

  /** What the piece of work that calls this asked for so far; undefined outside of `measure`. */
  get current(): Usage | undefined {
    return this.open.getStore()?.sum;
  }

  /** What is to be written down of it, given once: what could not be is put back. Undefined outside of `measure`. */
  takeUnsaved(): Usage | undefined {
    const piece = this.open.getStore();
    if (!piece) return undefined;
    const { unsaved } = piece;
    piece.unsaved = noUsage();
    return unsaved;
  }

  /** Puts back what was not written down; with -1 takes out what is counted already. */
  putBack(usage: Usage, times: 1 | -1 = 1): void {
    const piece = this.open.getStore();
    if (piece) addUsage(piece.unsaved, usage, times);
  }

  private takeLeft(run: string | undefined): Usage {
    const left = (run !== undefined && this.left.get(run)) || noUsage();
    if (run !== undefined) this.left.delete(run);
    return left;
  }

  private leave(run: string, unsaved: Usage): void {
    const sum = this.takeLeft(run);
    addUsage(sum, unsaved);
    this.left.set(run, sum);
    const [oldest] = this.left.keys();
    if (this.left.size > runsAtMost && oldest !== undefined) this.left.delete(oldest);
  }
}
