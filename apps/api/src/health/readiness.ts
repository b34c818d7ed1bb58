import { ProblemException } from '@twl/platform';
import type { Clock, Engine, Log, SourceCatalog } from '@twl/ports';
import type { Sources } from '../sources/sources';

const timeoutMs = 5_000;

/** Dependencies of the readiness check. */
export interface ReadinessPorts {
  engine: Engine;
  catalog: SourceCatalog;
  sources: Pick<Sources, 'names'>;
  clock: Clock;
  log: Log;
}

/** Error text of each check. */
const failureTexts = {
  storage: 'storage cannot be read or written at the moment',
  queue: 'the queues cannot be read at the moment',
  sources: 'the source folder cannot be read at the moment',
};
type Check = keyof typeof failureTexts;
const names = Object.keys(failureTexts) as Check[];

/** Result of a successful check, with the number of sources. */
export interface Ready {
  status: 'ready';
  checks: Record<Check, 'ok'>;
  sources: { total: number; invalid: number };
}

/** Checks storage, queues and sources separately. */
export class Readiness {
  constructor(private readonly ports: ReadinessPorts) {}

  /** @throws ProblemException 503 that lists the failed checks */
  async check(): Promise<Ready> {
    const { engine, catalog, sources } = this.ports;
    let invalid = 0;
    const checks: Record<Check, () => Promise<unknown>> = {
      storage: () => engine.check(),
      queue: () => Promise.all([engine.pageQueue.depth(), engine.requestQueue.depth()]),
      sources: async () => (invalid = (await catalog.list()).filter(({ problems }) => problems.length > 0).length),
    };
    const failed = (await Promise.all(names.map((name) => this.failure(name, checks[name])))).filter((name) => name !== undefined);
    if (failed.length > 0) throw notReady(failed);
    return {
      status: 'ready',
      checks: { storage: 'ok', queue: 'ok', sources: 'ok' },
      sources: { total: (await sources.names()).length, invalid },
    };
  }

  private async failure(name: Check, check: () => Promise<unknown>): Promise<Check | undefined> {
    const timeout = new AbortController();
    const tooLong = this.ports.clock
      .sleep(timeoutMs, timeout.signal)
      .then(() => Promise.reject(new Error(`no response within ${timeoutMs} ms`)));
    try {
      await Promise.race([check(), tooLong]);
      return undefined;
    } catch (error) {
      this.ports.log.error('health.failed', error, { check: name });
      return name;
    } finally {
      tooLong.catch(() => undefined);
      timeout.abort();
    }
  }
}

const notReady = (failed: Check[]): ProblemException =>
  new ProblemException({
    status: 503,
    code: 'NOT_READY',
    detail: names.map((name) => `${name}: ${failed.includes(name) ? 'failed' : 'ok'}`).join(', '),
    errors: failed.map((path) => ({ path, message: `${failureTexts[path]}; see the log for the cause` })),
  });
