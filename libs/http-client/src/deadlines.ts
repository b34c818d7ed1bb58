import { HttpError, type HttpLimits } from '@twl/ports';

type Phase = 'connect' | 'firstByte' | 'idle';

const texts: Record<Phase, string> = {
  connect: 'no connection within',
  firstByte: 'no response within',
  idle: 'no more data of the response for',
};

/** The timers of one exchange. When one expires, or the caller aborts, `signal` is aborted with the HttpError to throw. */
export class Deadlines implements Disposable {
  readonly #controller = new AbortController();
  readonly #total: NodeJS.Timeout;
  readonly #onAbort = (): void =>
    this.#controller.abort(new HttpError('HTTP_ABORTED', `the request to ${this.what} was cancelled`, this.caller?.reason));
  #phase: NodeJS.Timeout | undefined;

  constructor(
    private readonly limits: HttpLimits,
    private readonly what: string,
    private readonly caller?: AbortSignal,
  ) {
    this.#total = setTimeout(
      () => this.#expire(`the whole response took longer than ${limits.totalMs} ms (limits.requestSeconds in source.yaml)`),
      limits.totalMs,
    );
    if (caller?.aborted) this.#onAbort();
    caller?.addEventListener('abort', this.#onAbort, { once: true });
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Stops the timer of the previous phase and starts the next one. */
  enter(phase: Phase): void {
    clearTimeout(this.#phase);
    const ms = this.limits[`${phase}Ms`];
    this.#phase = setTimeout(() => this.#expire(`${texts[phase]} ${ms} ms (limits.${phase}Seconds in source.yaml)`), ms);
  }

  /** Restarts the timer of the phase: data arrived. */
  restart(): void {
    this.#phase?.refresh();
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#phase);
    clearTimeout(this.#total);
    this.caller?.removeEventListener('abort', this.#onAbort);
  }

  #expire(why: string): void {
    this.#controller.abort(new HttpError('HTTP_TIMEOUT', `${this.what}: ${why}`));
  }
}
