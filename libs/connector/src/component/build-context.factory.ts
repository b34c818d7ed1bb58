import type { Json, JsonObject } from '@twl/contracts';
import { HttpError } from '@twl/ports';
import { ManualClock, payloadOf, RecordingLog } from '@twl/ports/testing';
import { authenticators } from '../auth/authenticators';
import { apiBudgets } from '../errors/api-budgets';
import { backoffs } from '../errors/backoffs';
import { errorHandlers } from '../errors/error-handlers';
import { responseFilters } from '../errors/response-filters';
import { createInterpolator } from '../interpolation/interpolator';
import { TextMask } from '../source/secret-mask';
import type { BuildContext, Builders, Role, Roles } from './build-context';
import { ComponentNode } from './component-node';
import type { Answer, DraftRequest, Sender } from './exchange';

/** A request to nowhere in particular. */
export const makeDraft = (changes: Partial<DraftRequest> = {}): DraftRequest => ({
  method: 'GET',
  url: 'https://api.example.com/v1/items',
  headers: {},
  params: new Map(),
  ...changes,
});

/** An answer as the sender gives it. `body` that is no text is sent as JSON. */
export const makeAnswer = (status: number, body: Json = '', headers: Record<string, string> = {}): Answer => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const parse = (): Json | undefined => {
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
    json: async () => parse(),
    text: async () => text,
  };
};

/** Answers with what the test says and keeps what it was sent. */
export class ScriptedSender implements Sender {
  readonly sent: DraftRequest[] = [];

  constructor(private readonly script: (request: DraftRequest, count: number) => Answer | HttpError) {}

  async send(request: DraftRequest): Promise<Answer> {
    this.sent.push(structuredClone(request));
    const answer = this.script(request, this.sent.length);
    if (answer instanceof HttpError) throw answer;
    return answer;
  }
}

/** What a test of a component may set; the rest is as in a loaded source. */
export interface ContextOptions {
  config?: JsonObject;
  clock?: ManualClock;
  sender?: Sender;
  memory?: Map<string, unknown>;
}

const registry: Partial<{ [R in Role]: Builders<R> }> = {
  apiBudget: apiBudgets,
  authenticator: authenticators,
  backoff: backoffs,
  errorHandler: errorHandlers,
  responseFilter: responseFilters,
};

/** A context that builds authenticators and error handlers. */
export const makeContext = (options: ContextOptions = {}): BuildContext & { clock: ManualClock; log: RecordingLog } => {
  const clock = options.clock ?? new ManualClock({ auto: true });
  const config = options.config ?? {};
  const context = {
    source: 'shop',
    stream: 'items',
    config,
    interpolator: createInterpolator(),
    clock,
    log: new RecordingLog(),
    sender: options.sender ?? new ScriptedSender(() => makeAnswer(404)),
    secrets: new TextMask(),
    memory: options.memory ?? new Map<string, unknown>(),
    folder: '',
    build: <R extends Role>(role: R, node: ComponentNode): Roles[R] => registry[role]![node.type]!(node, context),
    with: (changes: object) => ({ ...context, ...changes }),
    scope: (values = {}) => ({ values: { config, ...values }, now: clock.now(), random: () => clock.random() }),
  };
  return context;
};

/** A component as a manifest has it. */
export const makeNode = (type: string, properties: JsonObject = {}, parameters: JsonObject = {}): ComponentNode =>
  new ComponentNode({ type, ...properties, $parameters: parameters });
