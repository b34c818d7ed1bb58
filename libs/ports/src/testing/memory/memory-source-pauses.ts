import type { SourcePause } from '@twl/contracts';
import { SourcePauses } from '../../schedule/source-pauses';

/** Pauses of sources in memory. */
export class MemorySourcePauses extends SourcePauses {
  readonly #pauses = new Map<string, SourcePause>();

  async list(): Promise<SourcePause[]> {
    return structuredClone([...this.#pauses.values()].sort((a, b) => (a.source < b.source ? -1 : 1)));
  }

  async get(source: string): Promise<SourcePause | undefined> {
    return structuredClone(this.#pauses.get(source));
  }

  async pause(pause: SourcePause): Promise<boolean> {
    if (this.#pauses.has(pause.source)) return false;
    this.#pauses.set(pause.source, structuredClone(pause));
    return true;
  }

  async resume(source: string): Promise<boolean> {
    return this.#pauses.delete(source);
  }
}
