import { checkExchange } from '@twl/conformance';
import { isBalanced, type CuratedRecord, type Failure, type List, type Run } from '@twl/contracts';
import { request } from 'node:http';
import { waitFor } from './wait-for';

/** An answer of the API. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** How a request differs from a plain GET. */
export interface Asking {
  method?: string;
  headers?: Record<string, string>;
}

/** The API of a running product. */
export class Api {
  constructor(readonly base: string) {}

  /** One request over a connection of its own. The answer must be one that the API's document describes. */
  async ask(path: string, options: Asking = {}): Promise<Answer> {
    const answer = await this.send(path, options);
    checkExchange({ method: 'GET', path: new URL(this.base).pathname.replace(/\/$/, '') + path, ...options, ...answer });
    return answer;
  }

  private send(path: string, options: Asking): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(this.base + path, { agent: false, timeout: 30_000, ...options }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
        response.on('error', reject);
      });
      sent.on('timeout', () => sent.destroy(new Error(`no answer to ${path} in 30 s`)));
      sent.on('error', reject);
      sent.end();
    });
  }

  /** The JSON of a successful GET. */
  async get<T>(path: string): Promise<T> {
    const { status, text } = await this.ask(path);
    if (status !== 200) throw new Error(`GET ${path} answered ${String(status)}: ${text}`);
    return JSON.parse(text) as T;
  }

  /** Walks a list to its end. */
  async all<T>(path: string, parameters: Record<string, string> = {}): Promise<T[]> {
    const items: T[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query = new URLSearchParams({ limit: '200', ...parameters, ...(cursor ? { cursor } : {}) });
      const list: List<T> = await this.get(`${path}?${query.toString()}`);
      items.push(...list.items);
      cursor = list.page.next;
    }
    return items;
  }

  records(parameters: Record<string, string> = {}): Promise<CuratedRecord[]> {
    return this.all<CuratedRecord>('/records', parameters);
  }

  runs(parameters: Record<string, string> = {}): Promise<Run[]> {
    return this.all<Run>('/runs', parameters);
  }

  failures(parameters: Record<string, string> = {}): Promise<Failure[]> {
    return this.all<Failure>('/failures', parameters);
  }

  /** Waits until no run goes on, and gives all of them, newest first. */
  async settled(source?: string, timeoutMs = 60_000): Promise<Run[]> {
    return waitFor(
      `every run of ${source ?? 'every source'} is over`,
      async () => {
        const runs = await this.runs(source ? { source } : {});
        return runs.length > 0 && runs.every(({ state }) => state !== 'running') && runs;
      },
      timeoutMs,
    );
  }

  /** Runs a source of one stream by hand and waits for the end of that run. */
  async run(source: string, timeoutMs = 60_000): Promise<Run> {
    const { status, text } = await this.ask(`/sources/${source}/runs`, { method: 'POST' });
    if (status !== 202) throw new Error(`POST /sources/${source}/runs answered ${String(status)}: ${text}`);
    const [{ id }] = (JSON.parse(text) as { runs: [{ id: string }] }).runs;
    return this.over(id, timeoutMs);
  }

  /** Waits for the end of a run, whose counts must then add up. */
  async over(id: string, timeoutMs = 60_000): Promise<Run> {
    const run = await waitFor(
      `run ${id} is over`,
      async () => {
        // A run that was asked for is not there until it begins.
        const { status, text } = await this.ask(`/runs/${encodeURIComponent(id)}`);
        const found = status === 200 ? (JSON.parse(text) as Run) : undefined;
        return found && found.state !== 'running' && found;
      },
      timeoutMs,
    );
    if (!isBalanced(run.counts)) throw new Error(`the counts do not add up: ${JSON.stringify(run)}`);
    return run;
  }
}
