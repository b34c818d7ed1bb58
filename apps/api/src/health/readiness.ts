import { ProblemException } from '@twl/platform';
import type { Clock, Engine, Log, SourceCatalog } from '@twl/ports';
import type { Sources } from '../sources/sources';

const patienceMs = 5_000;

/** What must work before requests make sense. */
export interface ReadinessPorts {
  engine: Engine;
  catalog: SourceCatalog;
  sources: Pick<Sources, 'names'>;
  clock: Clock;
  log: Log;
}

/** What does not work, in words, by the name of its check. */
const failures = {
  storage: 'storage cannot be read or written right now',
  queue: 'the queues cannot be read right now',
  sources: 'the folder of the sources cannot be read right now',
};
type Check = keyof typeof failures;
const names = Object.keys(failures) as Check[];

/** That everything works, and how many sources there are. */
export interface Ready {
  status: 'ready';
  checks: Record<Check, 'ok'>;
  sources: { total: number; invalid: number };
}

/** Tries what the API depends on: storage, queues and sources, each for itself. */
export class Readiness {
  constructor(private readonly ports: ReadinessPorts) {}

  /** @throws ProblemException 503 naming what does not work */
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

const notReady = (failed: Check[]): ProblemException =>
  new ProblemException({
    status: 503,
    code: 'NOT_READY',
    detail: names.map((name) => `${name}: ${failed.includes(name) ? 'failed' : 'ok'}`).join(', '),
    errors: failed.map((path) => ({ path, message: `${failures[path]}; the log says why` })),
  });
