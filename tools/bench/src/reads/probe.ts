import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './ask';

/** How long answers took, ms. */
export class Latencies {
  readonly #all: number[] = [];
  failed = 0;

  add(ms: number): void {
    this.#all.push(ms);
  }

  get count(): number {
    return this.#all.length;
  }

  /** So many of a hundred took no longer, ms. */
  percentile(part: number): number {
    const sorted = [...this.#all].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * part) / 100))] ?? NaN;
  }
}

/** How long an answer is waited for after the last question, ms; what has not come then counts as long as it was waited for. */
const patienceMs = 10_000;

/**
 * Asks an address at fixed times until told to end, whether or not the answer before has come: what waits behind one slow answer
 * counts as well.
 */
export const probe = async (url: string, everyMs: number, signal: AbortSignal): Promise<Latencies> => {
  const latencies = new Latencies();
  const enough = new AbortController();
  const asked: Promise<void>[] = [];
  for (let due = performance.now(); !signal.aborted; due += everyMs) {
    await sleep(Math.max(0, due - performance.now()));
    asked.push(one(url, latencies, enough.signal));
  }
  const timer = setTimeout(() => enough.abort(), patienceMs);
  await Promise.all(asked);
  clearTimeout(timer);
  return latencies;
};

const one = async (url: string, latencies: Latencies, signal: AbortSignal): Promise<void> => {
  const sent = performance.now();
  const status = await ask(url, undefined, signal).then(
    (answer) => answer.status,
    () => undefined,
  );
  latencies.add(performance.now() - sent);
  if (status !== 200) latencies.failed += 1;
};
