/** What an event of Lambda looks like on its way through the HTTP wrapper. */
export interface WrappedEvent {
  event: unknown;
  /** When the invocation ends, ms since 1970. */
  deadlineAt: number;
}

interface Context {
  getRemainingTimeInMillis?(): number;
}

/** How long an invocation may take where nobody says it: a call by hand, ms. */
const byHandMs = 60_000;

/** The work on an event failed; Lambda delivers it again. */
export class InvocationFailedError extends Error {
  constructor(body: string) {
    super(saidIn(body).slice(0, 2000));
    this.name = 'InvocationFailedError';
  }
}

/** What an answer says of its failure. */
const saidIn = (body: string): string => {
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    return typeof error === 'string' ? error : body;
  } catch {
    return body;
  }
};

/**
 * Queue and schedule events as requests of the HTTP wrapper, and the answers back. An answer that is no success fails the invocation: the
 * wrapper's own event sources hand an HTTP 500 on as a success, and the messages would be deleted.
 */
export const eventSource = {
  getRequest: ({ event, context }: { event: unknown; context: Context }) => {
    const deadlineAt = Date.now() + (context.getRemainingTimeInMillis?.() ?? byHandMs);
    const body = Buffer.from(JSON.stringify({ event, deadlineAt } satisfies WrappedEvent));
    const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
    return { method: 'POST', path: '/events', headers, body, remoteAddress: '127.0.0.1' };
  },
  getResponse: ({ statusCode, body }: { statusCode: number; body: string }): unknown => {
    if (statusCode !== 200) throw new InvocationFailedError(body);
    return JSON.parse(body) as unknown;
  },
};
