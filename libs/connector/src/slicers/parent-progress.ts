import type { JsonObject } from '@twl/contracts';
import { toCanonicalJson } from '@twl/fingerprint';

/** Moves the parents' state on only when every partition that came from it before is done. */
export class ParentProgress {
  private readonly open = new Set<number>();
  private readonly waiting: { state: JsonObject; order: number }[] = [];

  /** Undefined while no parent is read incrementally. */
  constructor(private reached: JsonObject | undefined) {}

  get state(): JsonObject | undefined {
    return this.reached;
  }

  begin(order: number, state: JsonObject | undefined): void {
    this.open.add(order);
    const last = this.waiting.at(-1);
    if (state && (!last || toCanonicalJson(last.state) !== toCanonicalJson(state))) {
      this.waiting.push({ state: structuredClone(state), order });
    }
  }

  close(order: number): void {
    this.open.delete(order);
    const first = Math.min(...this.open);
    for (let [next] = this.waiting; next && next.order < first; [next] = this.waiting) {
      this.reached = next.state;
      this.waiting.shift();
    }
  }

  finish(state: JsonObject | undefined): void {
    if (state && this.open.size === 0) this.reached = structuredClone(state);
  }
}
