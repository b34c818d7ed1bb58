import { request, type Agent, type IncomingHttpHeaders } from 'node:http';
import { checkExchange } from '@twl/conformance';
import type { Source } from '@twl/ports';
import { ManualClock, memoryEngine, RecordingLog, type MemoryEngine } from '@twl/ports/testing';
import type * as z from 'zod';
import type { AccessRules } from '../access/callers';
import type { HeavyWork } from '../heavy/heavy-work';
import { createApiServer, type ApiServer } from '../server/create-api-server';
import { ListedSources, makeSource } from './listed-sources';

/** Response of the API. */
export interface ApiResponse {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Options of a request; default a plain GET. */
export interface ApiRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
  agent?: Agent;
}

/** A listening API on an engine in memory. */
export class ApiUnderTest {
  readonly engine: MemoryEngine;
  readonly clock: ManualClock;
  readonly log: RecordingLog;
  readonly catalog: ListedSources;

  private constructor(
    { engine, clock, log, catalog }: Pick<ApiUnderTest, 'engine' | 'clock' | 'log' | 'catalog'>,
    private readonly server: { api: ApiServer; url: string },
  ) {
    this.engine = engine;
    this.clock = clock;
    this.log = log;
    this.catalog = catalog;
  }

  static async start(
    options: { sources?: Source[]; dashboardDir?: string; work?: HeavyWork; access?: Partial<AccessRules>; channels?: string[] } = {},
  ): Promise<ApiUnderTest> {
    const { sources = [makeSource({ name: 'shop' })], dashboardDir, work, channels } = options;
    const access: AccessRules = { anonymousRole: 'admin', isReadOnly: false, ...options.access };
    const clock = new ManualClock();
    const engine = memoryEngine({ clock });
    const log = new RecordingLog();
    const catalog = new ListedSources(sources);
    const bindings = { engine, clock, log, catalog };
    const api = await createApiServer({
      ...{ bindings, access, cursorKey: Buffer.alloc(32, 7), fingerprintAlgorithm: 'md5', dashboardDir, work, channels },
    });
    const url = await api.listen({ port: 0, host: '127.0.0.1' });
    return new ApiUnderTest(bindings, { api, url });
  }

  stop(): Promise<void> {
    return this.server.api.close();
  }

  get app(): ApiServer['app'] {
    return this.server.api.app;
  }

  /** Sends a path without normalizing it. The response must match the OpenAPI document. */
  async ask(path: string, asking: ApiRequest = {}): Promise<ApiResponse> {
    const answer = await this.send(path, asking);
    checkExchange({ method: 'GET', path, sent: asking.body, ...asking, ...answer });
    return answer;
  }

  private send(path: string, { method = 'GET', headers = {}, body, agent }: ApiRequest): Promise<ApiResponse> {
    const { port } = new URL(this.server.url);
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const type = sent === undefined ? {} : { 'content-type': 'application/json' };
    return new Promise((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, method, agent, headers: { ...type, ...headers } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('error', reject).on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      });
      asked.on('error', reject).end(sent);
    });
  }

  /** Sends a GET that must succeed, with a body that matches the schema exactly. */
  async get<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>> {
    const answer = await this.ask(path);
    if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    const value: unknown = JSON.parse(answer.text);
    const parsed = schema.parse(value);
    expect(parsed).toEqual(value);
    return parsed;
  }
}

/** Returns the problem of a response. */
export const problemIn = ({ headers, text }: ApiResponse): Record<string, unknown> => {
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
  return JSON.parse(text) as Record<string, unknown>;
};
