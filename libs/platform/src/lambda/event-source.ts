/** A Lambda event as the body of a request to the HTTP wrapper. */
export interface WrappedEvent {
  event: unknown;
  /** Deadline of the invocation, ms since 1970. */
  deadlineAt: number;
}

interface Context {
  getRemainingTimeInMillis?(): number;
}

/** Time limit of an invocation without a context, such as a manual call, ms. */
const manualCallMs = 60_000;

/** The event could not be handled; Lambda delivers it again. */
export class InvocationFailedError extends Error {
  constructor(body: string) {
    super(errorTextIn(body).slice(0, 2000));
    this.name = 'InvocationFailedError';
  }
}

/** Returns the error text in a response body. */
const errorTextIn = (body: string): string => {
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    return typeof error === 'string' ? error : body;
  } catch {
    return body;
  }
};

/**
 * Converts queue and schedule events to requests of the HTTP wrapper, and the responses to results. An unsuccessful response fails the
 * invocation. The wrapper's own event sources return an HTTP 500 as a success, and the messages would be deleted.
 */
export const eventSource = {
  getRequest: ({ event, context }: { event: unknown; context: Context }) => {
    const deadlineAt = Date.now() + (context.getRemainingTimeInMillis?.() ?? manualCallMs);
    const body = Buffer.from(JSON.stringify({ event, deadlineAt } satisfies WrappedEvent));
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    return { method: 'POST', path: '/events', headers, body, remoteAddress: '127.0.0.1' };
  },
  getResponse: ({ statusCode, body }: { statusCode: number; body: string }): unknown => {
    if (statusCode !== 200) throw new InvocationFailedError(body);
    return JSON.parse(body) as unknown;
  },
};
