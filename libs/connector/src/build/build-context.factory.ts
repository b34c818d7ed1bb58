import { sourceLimitsSchema, type Json, type JsonObject } from '@twl/contracts';
import { HttpError, payloadOf } from '@twl/ports';
import { ManualClock, RecordingLog } from '@twl/ports/testing';
import { authenticators } from '../auth/authenticators';
import { apiBudgets } from '../error-handling/api-budgets';
import { backoffs } from '../error-handling/backoffs';
import { errorHandlers } from '../error-handling/error-handlers';
import { responseFilters } from '../error-handling/response-filters';
import { createInterpolator } from '@twl/jinja';
import { TextMask } from '../secrets/secret-mask';
import { registry } from '../source/registry';
import { ComponentNode } from './component-node';
import { EngineContext } from './engine-context';
import type { SourceResponse, DraftRequest, Sender } from '../exchange/exchange';
import type { Registry } from './registry';

/** A request to nowhere in particular. */
export const makeDraft = (changes: Partial<DraftRequest> = {}): DraftRequest => ({
  method: 'GET',
  url: 'https://api.example.com/v1/items',
  headers: {},
  params: new Map(),
  ...changes,
});

/** Creates a response of the sender. A `body` that is not a string is sent as JSON. */
export const makeResponse = (status: number, body: Json = '', headers: Record<string, string> = {}): SourceResponse => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const parsePayload = (): Json | undefined => {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return undefined;
    }
  };
  return {
    status,
    headers,
    url: 'https://api.example.com/v1/items',
    body: payloadOf(text),
    request: makeDraft(),
    json: async () => parsePayload(),
    text: async () => text,
  };
};

/** Sends the responses of the test and records the requests. */
export class ScriptedSender implements Sender {
  readonly sent: DraftRequest[] = [];

  constructor(private readonly script: (request: DraftRequest, count: number) => SourceResponse | HttpError) {}

  async send(request: DraftRequest): Promise<SourceResponse> {
    this.sent.push(structuredClone({ ...request, cookies: undefined }));
    const response = this.script(request, this.sent.length);
    if (response instanceof HttpError) throw response;
    return response;
  }
}

/** Settings of a component test; the rest is as in a loaded source. */
export interface ContextOptions {
  config?: JsonObject;
  clock?: ManualClock;
  sender?: Sender;
  memory?: Map<string, unknown>;
}

const parts: Registry = {
  ...registry,
  apiBudget: apiBudgets,
  authenticator: authenticators,
  backoff: backoffs,
  errorHandler: errorHandlers,
  responseFilter: responseFilters,
};

/** What a test inspects besides the context. */
export type TestContext = EngineContext & { clock: ManualClock; log: RecordingLog };

/** A context that builds every component. */
export const makeContext = (options: ContextOptions = {}): TestContext =>
  new EngineContext(
    {
      source: 'shop',
      folder: '',
      limits: sourceLimitsSchema.parse({}),
      config: options.config ?? {},
      interpolator: createInterpolator(),
      clock: options.clock ?? new ManualClock({ auto: true }),
      log: new RecordingLog(),
      sender: options.sender ?? new ScriptedSender(() => makeResponse(404)),
      secrets: new TextMask(),
      registry: parts,
      warn: () => {},
    },
    { stream: 'items' },
    options.memory,
  ) as TestContext;

/** A component as a manifest has it. */
export const makeNode = (type: string, properties: JsonObject = {}, parameters: JsonObject = {}): ComponentNode =>
  new ComponentNode({ type, ...properties, $parameters: parameters });
