import type { BuildContext } from '../build/build-context';
import { ReadDeferredError, ReadFailedError } from '../errors/connector-errors';
import type { SourceResponse, DraftRequest, ExchangeResult } from '../exchange/exchange';
import type { ApiBudget, Authenticator, ErrorHandler, Resolution } from '../roles/roles';
import type { Scope } from '@twl/jinja';
import { HttpError } from '@twl/ports';
import { CircuitBreaker } from '../error-handling/circuit-breaker';
import type { ReadSession } from '../session/read-session';

/** The result of a request after all attempts. `unchanged`: the source says that the content has not changed. */
export type Exchanged = { kind: 'response' | 'unchanged'; response: SourceResponse } | { kind: 'ignored' } | { kind: 'reset' } | Refused;

/** The source refused a request that it may take when it asks for less: a smaller page, or a shorter stretch of time. */
export type Refused = { kind: 'reduce'; message: string } | { kind: 'split'; message: string };

const refusals: Partial<Record<Resolution['action'], Refused['kind']>> = { REDUCE_PAGE_SIZE: 'reduce', SPLIT_REQUEST_WINDOW: 'split' };

/** What is needed to send one request until it succeeds. */
export interface Exchange {
  request: DraftRequest;
  authenticator: Authenticator;
  errorHandler: ErrorHandler;
  scope: Scope;
  /** Name of the request in messages, without secrets. */
  line: string;
  /** Headers of a conditional request: a 304 is then a valid response. */
  validators?: Readonly<Record<string, string>>;
}

/** Statuses of sources that cannot handle validators. */
const rejections = new Set([400, 412]);

/** A request with another credential needs no wait of the first one. */
const rotationMs = 1000;

/** Sends requests: signs, paces, interprets, waits and tries again. */
export class ExchangeRunner {
  private readonly budget: ApiBudget | undefined;
  private readonly breaker: CircuitBreaker;

  constructor(
    private readonly context: BuildContext,
    private readonly session: ReadSession,
  ) {
    this.budget = context.memory.get('apiBudget') as ApiBudget | undefined;
    this.breaker = CircuitBreaker.of(context);
  }

  /** @throws ReadFailedError, ReadDeferredError */
  async run(exchange: Exchange): Promise<Exchanged> {
    const started = this.context.clock.monotonic();
    this.breaker.check(started);
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.send(exchange, attempt);
      if (exchange.validators && outcome.response?.status === 304) return { kind: 'unchanged', response: outcome.response };
      if (exchange.validators && outcome.response && rejections.has(outcome.response.status))
        return await this.withoutValidators(exchange, outcome.response);
      const resolution = await exchange.errorHandler.interpret(outcome);
      const cause = () => this.reason(exchange, { outcome, resolution });
      this.breaker.record(outcome, resolution, { now: this.context.clock.monotonic(), cause });
      if (resolution.action === 'SUCCESS' && outcome.response) return this.ignore(outcome, resolution, exchange);
      if (resolution.action === 'RESET_PAGINATION') return { kind: 'reset' };
      const refusal = refusals[resolution.action];
      if (refusal) return await this.refused(refusal, { outcome, resolution, line: exchange.line });
      if (resolution.action === 'IGNORE') return this.ignore(outcome, resolution, exchange);
      if (resolution.action === 'REFRESH_TOKEN_THEN_RETRY' && !renewed) {
        exchange.authenticator.renew?.();
        renewed = true;
        await outcome.response?.body.dispose();
        continue;
      }
      await this.beforeRetry(exchange, { outcome, resolution, attempt, started });
    }
  }

  /** Sends the request again without validators. If that succeeds, no other request of the run has them. */
  private async withoutValidators(exchange: Exchange, { status, body }: SourceResponse): Promise<Exchanged> {
    await body.dispose();
    const result = await this.run({ ...exchange, validators: undefined });
    if ('response' in result && !rejections.has(result.response.status)) {
      this.session.rejectValidators();
      const { source, stream } = this.context;
      this.context.log.info('source.validators_rejected', { source, stream, request: exchange.line, status });
    }
    return result;
  }

  private async send(exchange: Exchange, attempt: number): Promise<ExchangeResult> {
    const { request, authenticator, scope } = exchange;
    this.session.checkTime();
    const signed: DraftRequest = {
      ...request,
      headers: { ...request.headers, ...exchange.validators },
      params: new Map(request.params),
      body: copyBody(request.body),
      cookies: this.session.cookies,
    };
    try {
      await authenticator.apply(signed, scope, this.session.signal);
      const { clock } = this.context;
      const reserve = (): number => this.budget?.reserve(signed, clock.now()) ?? 0;
      for (let ms = reserve(); ms > 0; ms = reserve()) await this.session.wait(ms, 'the rate that the manifest allows', 'budget');
      const response = await this.sendOnce(exchange, signed, attempt);
      authenticator.observe?.(response);
      this.budget?.observe(signed, response, clock.now());
      return { response };
    } catch (error) {
      this.session.signal.throwIfAborted();
      if (error instanceof HttpError) return { error };
      throw error;
    }
  }

  /** Sends a request and tells of it. */
  private async sendOnce({ line }: Exchange, signed: DraftRequest, attempt: number): Promise<SourceResponse> {
    const { clock, log, sender, source, stream } = this.context;
    const began = clock.monotonic();
    const tell = (answer: { status?: number; bytes?: number; failure?: string }): void =>
      log.detail('request.answered', {
        ...{ source, stream, method: signed.method, request: this.mask(line) },
        ...answer,
        ...{ ms: Math.round(clock.monotonic() - began), attempt },
      });
    try {
      const response = await sender.send(signed, this.session.signal);
      tell({ status: response.status, bytes: response.body.bytes });
      return response;
    } catch (error) {
      tell({ failure: error instanceof HttpError ? error.code : 'INTERNAL' });
      throw error;
    }
  }

  private async refused(
    kind: Refused['kind'],
    { outcome, resolution, line }: { outcome: ExchangeResult; resolution: Resolution; line: string },
  ): Promise<Refused> {
    await outcome.response?.body.dispose();
    return { kind, message: this.mask(`${line}: ${resolution.message ?? describe(outcome)}`) };
  }

  /** An ignored error ends the paging without records; a response that is not an error is read as usual. */
  private async ignore({ response }: ExchangeResult, resolution: Resolution, { line }: Exchange): Promise<Exchanged> {
    if (resolution.action === 'IGNORE') this.session.notes.addUnseen('ERROR_IGNORED', this.mask(ignoredText(line, resolution, response)));
    if (response && response.status < 400) return { kind: 'response', response };
    this.context.log.info('source.ignored', {
      source: this.context.source,
      stream: this.context.stream,
      request: line,
      reason: resolution.message && this.mask(resolution.message),
    });
    await response?.body.dispose();
    return { kind: 'ignored' };
  }

  private async beforeRetry(
    exchange: Exchange,
    at: { outcome: ExchangeResult; resolution: Resolution; attempt: number; started: number },
  ): Promise<void> {
    const { outcome, resolution, attempt, started } = at;
    const { maxRetries, maxTimeMs } = exchange.errorHandler;
    const reason = this.reason(exchange, at);
    if (resolution.action === 'FAIL' || resolution.action === 'SUCCESS') {
      await outcome.response?.body.dispose();
      throw new ReadFailedError(reason, { cause: outcome.error });
    }
    const limited = resolution.action === 'RATE_LIMITED';
    const elapsed = this.context.clock.monotonic() - started;
    if (!limited && (attempt > maxRetries || elapsed > maxTimeMs)) {
      await outcome.response?.body.dispose();
      throw new ReadFailedError(`${reason} (gave up after ${attempt} tries)`, { cause: outcome.error });
    }
    const rotates = limited && outcome.response && exchange.authenticator.hasAlternative?.(outcome.response.request);
    const wait = rotates ? rotationMs : (exchange.errorHandler.backoff(outcome, attempt) ?? this.exponential(attempt));
    await outcome.response?.body.dispose();
    try {
      await this.session.wait(wait, reason);
    } catch (error) {
      if (error instanceof ReadDeferredError && outcome.error) throw new ReadFailedError(`${reason} (no time is left for another try)`);
      throw error;
    }
  }

  private reason({ line }: Exchange, { outcome, resolution }: { outcome: ExchangeResult; resolution: Resolution }): string {
    return this.mask(`${line}: ${resolution.message ?? describe(outcome)}`);
  }

  private mask(text: string): string {
    return this.session.cookies.mask(this.context.secrets.mask(text));
  }

  private exponential(attempt: number): number {
    return Math.min(2 ** (attempt - 1), 60) * 1000 * (0.5 + 0.5 * this.context.clock.random());
  }
}

const copyBody = (body: DraftRequest['body']): DraftRequest['body'] =>
  (body && body.kind !== 'text' ? { ...body, value: structuredClone(body.value) } : body) as DraftRequest['body'];

const ignoredText = (line: string, { message }: Resolution, response: SourceResponse | undefined): string =>
  `${line}: ${message ?? (response ? `answered with status ${response.status}` : 'failed')}, which the manifest ignores`;

const describe = ({ response, error }: ExchangeResult): string => (response ? `answered with status ${response.status}` : error.message);
