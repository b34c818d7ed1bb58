import type { Json, JsonObject } from '@twl/contracts';
import { isJsonObject } from '@twl/json';
import { requireValue } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import type { ComponentNode } from '../build/component-node';
import { ReadFailedError } from '../errors/connector-errors';
import type { SourceResponse } from '../exchange/exchange';
import type { Extractor } from '../roles/roles';
import { noOptions } from '../roles/request-options';
import { requestLineOf } from '../request/request-line';
import type { Requester } from '../roles/requester';
import { ExchangeRunner } from '../fetch/exchange-runner';
import type { ReadSession } from '../session/read-session';
import { withSlice, type Slice } from '../roles/slice';
import { toPythonLiteral } from '../request/python-text';

/** The status of a job by the states of the source. */
export type JobStatus = 'running' | 'completed' | 'failed' | 'timeout' | 'skipped';

/** The requests around a job of a source. */
export interface JobParts {
  creation: Requester;
  polling: Requester;
  targets: Requester | undefined;
  abort: Requester | undefined;
  remove: Requester | undefined;
  status: Extractor;
  target: Extractor | undefined;
  statuses: ReadonlyMap<string, JobStatus>;
}

/** Reads `status_mapping`. @throws ManifestError when one state has two meanings */
export const buildStatuses = (node: ComponentNode): Map<string, JobStatus> => {
  const statuses = new Map<string, JobStatus>();
  for (const meaning of ['running', 'completed', 'failed', 'timeout', 'skipped'] as const) {
    for (const text of node.texts(meaning)) {
      if (statuses.has(text)) throw node.error(`the state ${JSON.stringify(text)} has two meanings`, meaning);
      statuses.set(text, meaning);
    }
  }
  return statuses;
};

/** One job of a source: creates and polls it, finds its results, and deletes it. */
export class AsyncJob {
  private created: JsonObject | undefined;
  private polled: SourceResponse | undefined;
  private readonly runner: ExchangeRunner;

  constructor(
    private readonly parts: JobParts,
    private readonly context: BuildContext,
    private readonly at: { session: ReadSession; slice: Slice },
  ) {
    this.runner = new ExchangeRunner(context, at.session);
  }

  /** Returns what templates see of the responses so far. */
  async facts(): Promise<JsonObject> {
    const facts: JsonObject = this.created ? { creation_response: this.created } : {};
    if (this.polled) facts['polling_response'] = await pollContext(this.polled);
    return facts;
  }

  async create(): Promise<void> {
    this.created = await pollContext(await this.send(this.parts.creation, {}));
  }

  async poll(): Promise<JobStatus> {
    const response = await this.send(this.parts.polling, await this.facts());
    const state = toPythonLiteral((await this.first(this.parts.status, response)) ?? null);
    const status = this.parts.statuses.get(state);
    if (!status) throw new ReadFailedError(`the job is in the state ${JSON.stringify(state)}, which the status_mapping does not know`);
    this.polled = response;
    return status;
  }

  /** Returns where the results are; one empty target if the manifest does not say. */
  async targets(): Promise<Json[]> {
    const { target, targets } = this.parts;
    if (!target) return [''];
    const response = targets ? await this.send(targets, await this.facts()) : requireValue(this.polled, 'response to the poll of a job');
    const found: Json[] = [];
    const page = this.readable(response);
    for await (const items of target.extract(page)) found.push(...items.map(({ value }) => value));
    const missing = found.length === 0 ? await target.missing?.(page) : undefined;
    const { lists } = this.at.session;
    if (missing) lists.missing({ reader: target, where: response.url }, missing);
    else lists.found({ reader: target, where: response.url });
    return found;
  }

  async abort(): Promise<void> {
    if (this.parts.abort && this.created) await this.send(this.parts.abort, await this.facts());
  }

  async remove(): Promise<void> {
    if (this.parts.remove && this.created) await this.send(this.parts.remove, await this.facts());
  }

  private async first(extractor: Extractor, response: SourceResponse): Promise<Json | undefined> {
    for await (const [item] of extractor.extract(this.readable(response))) if (item) return item.value;
    return undefined;
  }

  private readable(response: SourceResponse) {
    return { body: response.body, headers: response.headers, scope: this.context.scope(withSlice(this.at.slice)) };
  }

  private async send(requester: Requester, facts: JsonObject): Promise<SourceResponse> {
    const slice: Slice = { ...this.at.slice, extra: { ...this.at.slice.extra, ...facts } };
    const request = requester.draft({ slice, token: null, options: noOptions(), values: facts });
    const { line } = requestLineOf(request, this.context.secrets);
    const { authenticator, errorHandler } = requester;
    const scope = this.context.scope({ ...withSlice(slice), ...facts });
    const result = await this.runner.run({ request, authenticator, errorHandler, scope, line });
    if (result.kind === 'response') return result.response;
    throw new ReadFailedError(`${line}: the response is needed, but an error handler ignores it`);
  }
}

const pollContext = async (response: SourceResponse): Promise<JsonObject> => {
  const json = await response.json();
  return {
    headers: response.headers,
    request: { url: response.url, method: response.request.method },
    ...(isJsonObject(json) ? json : {}),
  };
};
