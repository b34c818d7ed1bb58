import { Clock, HttpClient, HttpError, type Engine, type HttpRequest, type HttpResponse, payloadOf } from '@twl/ports';
import type { Shop } from './shop';

/** How a run ends, and at which of its requests. */
export interface RunEnding {
  how: 'good' | 'deferred' | 'out of time' | 'failed' | 'stalled' | 'cancelled' | 'killed';
  at: number;
}

/** More records on a page than a source may have by its settings. */
export const mostRecords = 50;

const never = new Promise<never>(() => {});

/** Time for all processes: a sleep ends when somebody moves it on. */
export class Time {
  now = Date.UTC(2026, 0, 31);
  private sleepers: { due: number; wake: () => void }[] = [];

  sleep(ms: number): Promise<void> {
    return new Promise((wake) => void this.sleepers.push({ due: this.now + ms, wake }));
  }

  /** Wakes who sleeps until the earliest time. */
  step(): void {
    const next = this.sleepers.toSorted((a, b) => a.due - b.due)[0];
    if (!next) return;
    this.sleepers = this.sleepers.filter((sleeper) => sleeper !== next);
    this.now = Math.max(this.now, next.due);
    next.wake();
  }
}

/** One process that makes one run. Killed, none of its calls comes back. */
export class Process {
  readonly stop = new AbortController();
  readonly died: Promise<void>;
  readonly asked: string[] = [];
  private isAlive = true;
  private die!: () => void;

  constructor(
    private readonly time: Time,
    private readonly shop: Shop,
    private readonly ending: RunEnding,
  ) {
    this.died = new Promise((resolve) => (this.die = resolve));
  }

  /** What it works with. */
  ports(engine: Engine): Engine {
    return Object.fromEntries(Object.entries(engine).map(([name, port]) => [name, this.view(port as object)])) as unknown as Engine;
  }

  get clock(): Clock {
    const { time } = this;
    const alive = <T>(result: Promise<T>): Promise<T> => this.whileAlive(result);
    return new (class extends Clock {
      now = () => time.now;
      random = () => 0.5;
      sleep(ms: number, signal?: AbortSignal): Promise<void> {
        const aborted = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason as Error)));
        return alive(Promise.race([time.sleep(ms), aborted]));
      }
    })();
  }

  get http(): HttpClient {
    const send = (request: HttpRequest): Promise<HttpResponse> => this.send(request);
    return new (class extends HttpClient {
      override send = send;
    })();
  }

  private async send(request: HttpRequest): Promise<HttpResponse> {
    if (!this.isAlive) return never;
    const url = new URL(request.url);
    this.asked.push(url.pathname + url.search);
    this.time.now += 700;
    const reply = (status: number, body: object, headers: Record<string, string> = {}): HttpResponse => ({
      ...{ status, url: request.url, headers: { 'content-type': 'application/json', ...headers } },
      body: payloadOf(JSON.stringify(body)),
    });
    const { how, at } = this.ending;
    const answer = this.shop.answer(url);
    if (this.asked.length !== at || how === 'good') return reply(200, answer);
    if (how === 'deferred') return reply(429, {}, { 'retry-after': '7200' });
    if (how === 'failed') return reply(403, {});
    if (how === 'stalled')
      return reply(200, { items: Array.from({ length: mostRecords + 1 }, () => this.shop.answer(new URL('https://shop.test/items'))) });
    if (how === 'out of time') this.time.now += 3_600_000;
    if (how === 'killed') {
      this.isAlive = false;
      this.die();
      return never;
    }
    if (how !== 'cancelled') return reply(200, answer);
    this.stop.abort(new Error('stopped'));
    throw new HttpError('HTTP_ABORTED', 'stopped');
  }

  private whileAlive<T>(result: Promise<T>): Promise<T> {
    return result.then(
      (value) => (this.isAlive ? value : never),
      (error: unknown) => (this.isAlive ? Promise.reject(error as Error) : never),
    );
  }

  private view<T extends object>(port: T): T {
    return new Proxy(port, {
      get: (target, key) => {
        const member: unknown = Reflect.get(target, key);
        if (typeof member !== 'function') return member;
        return (...values: unknown[]) => {
          if (!this.isAlive) return never;
          const result: unknown = member.apply(target, values);
          return result instanceof Promise ? this.whileAlive(result) : result;
        };
      },
    });
  }
}
