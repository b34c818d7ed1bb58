import { HttpError } from '@twl/ports';
import type { BuildContext } from '../build/build-context';
import { ReadDeferredError, ReadFailedError } from '../errors/connector-errors';
import type { SourceResponse, DraftRequest, ExchangeResult } from '../exchange/exchange';
import type { Authenticator, ErrorHandler } from '../roles/roles';
import type { Scope } from '@twl/jinja';

/** A request made for the sake of another one: a login, a token, a quota. */
export interface AuxiliaryRequest {
  request: DraftRequest;
  errorHandler: ErrorHandler;
  authenticator?: Authenticator;
  scope: Scope;
  /** Names it in messages. */
  what: string;
}

/** A wait that is longer than this is left to the next run. */
const longestWaitMs = 5 * 60 * 1000;

/** There are no pages to restart, to make smaller or to divide. */
const unheard: ReadonlySet<string> = new Set(['FAIL', 'RESET_PAGINATION', 'REDUCE_PAGE_SIZE', 'SPLIT_REQUEST_WINDOW']);

/** Cookies are shared by all tries. */
const copyOf = ({ cookies, ...request }: DraftRequest): DraftRequest => ({ ...structuredClone(request), cookies });

const sendOnce = async (
  { request, authenticator, scope }: AuxiliaryRequest,
  context: BuildContext,
  signal?: AbortSignal,
): Promise<ExchangeResult> => {
  try {
    await authenticator?.apply(request, scope, signal);
    return { response: await context.sender.send(request, signal) };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof HttpError) return { error };
    throw error;
  }
};

/**
 * Sends a request and retries as its error handler decides. Returns the response, or undefined if it failed and the failure is to be
 * ignored.
 * @throws ReadFailedError, ReadDeferredError
 */
export const sendAuxiliary = async (
  auxiliary: AuxiliaryRequest,
  context: BuildContext,
  signal?: AbortSignal,
): Promise<SourceResponse | undefined> => {
  const { errorHandler, request, what } = auxiliary;
  for (let tries = 1; ; tries += 1) {
    const outcome = await sendOnce({ ...auxiliary, request: copyOf(request) }, context, signal);
    const { action, message } = await errorHandler.interpret(outcome);
    if (action === 'SUCCESS' || action === 'IGNORE') return outcome.response;
    const text = context.secrets.mask(`${what}: ${message ?? outcome.error?.message ?? `HTTP ${outcome.response?.status}`}`);
    const reason = request.cookies?.mask(text) ?? text;
    await outcome.response?.body.dispose();
    if (unheard.has(action)) throw new ReadFailedError(reason, { cause: outcome.error });
    if (tries > errorHandler.maxRetries) throw new ReadFailedError(`${reason} (gave up after ${tries} tries)`, { cause: outcome.error });
    const wait = errorHandler.backoff(outcome, tries) ?? 2 ** (tries - 1) * 1000 * (0.5 + 0.5 * context.clock.random());
    if (wait > longestWaitMs) throw new ReadDeferredError(context.clock.now() + wait, reason);
    await context.clock.sleep(wait, signal);
  }
};
