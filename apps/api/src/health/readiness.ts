import { ProblemException } from '@twl/platform';
import type { Clock, Engine, Log, SourceCatalog } from '@twl/ports';

const patienceMs = 5_000;

/** What must work before requests make sense. */
export interface ReadinessPorts {
  engine: Engine;
  catalog: SourceCatalog;
  clock: Clock;
  log: Log;
}

/** Tries what the API depends on. */
export class Readiness {
  constructor(private readonly ports: ReadinessPorts) {}

  /** @throws ProblemException 503 naming what does not work */
  async check(): Promise<{ status: 'ready'; checks: Record<string, 'ok'> }> {
    const { engine, catalog } = this.ports;
    const checks = { storage: () => engine.check(), sources: () => catalog.list() };
    const failed = (await Promise.all(Object.entries(checks).map(([name, check]) => this.failure(name, check)))).filter(
      (name) => name !== undefined,
    );
    if (failed.length === 0) return { status: 'ready', checks: { storage: 'ok', sources: 'ok' } };
    const errors = failed.map((path) => ({ path, message: 'does not work right now; the log says why' }));
    throw new ProblemException({ status: 503, code: 'NOT_READY', detail: `not ready: ${failed.join(', ')}`, errors });
  }

  private async failure(name: string, check: () => Promise<unknown>): Promise<string | undefined> {
    const patience = new AbortController();
    const tooLong = this.ports.clock
      .sleep(patienceMs, patience.signal)
      .then(() => Promise.reject(new Error(`no answer in ${patienceMs} ms`)));
    try {
      await Promise.race([check(), tooLong]);
      return undefined;
    } catch (error) {
      this.ports.log.error('health.failed', error, { check: name });
      return name;
    } finally {
      tooLong.catch(() => undefined);
      patience.abort();
    }
  }
}
