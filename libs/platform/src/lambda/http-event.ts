/** The used part of the events of HTTP requests. */
interface HttpEvent {
  version?: string;
  rawPath?: string;
  path?: string;
  httpMethod?: string;
  requestContext?: { stage?: string; http?: { method?: string }; elb?: object };
}

/** The HTTP request of a Lambda event, with the path of the app, or another kind of event. */
export type ReadHttpEvent = { kind: 'request'; event: object } | { kind: 'ping' } | { kind: 'unknown' };

/**
 * Recognizes HTTP requests among the events of a function: payload 2.0 (HTTP API, function URL), payload 1.0 (HTTP API, REST API) and the
 * event of a load balancer. Removes a named stage from the path. Events of schedules and warm-up plug-ins are pings.
 */
export const readHttpEvent = (given: unknown): ReadHttpEvent => {
  if (typeof given !== 'object' || given === null) return { kind: 'unknown' };
  const event = given as HttpEvent;
  const { version, rawPath, path, httpMethod, requestContext } = event;
  if (version === '2.0' && typeof rawPath === 'string' && typeof requestContext?.http?.method === 'string')
    return { kind: 'request', event: { ...event, rawPath: withoutStage(rawPath, requestContext.stage) } };
  if (typeof path === 'string' && typeof httpMethod === 'string' && typeof requestContext === 'object')
    // With payload 1.0, an HTTP API adds the stage to the path; a REST API, which has no version, does not.
    return { kind: 'request', event: version === '1.0' ? { ...event, path: withoutStage(path, requestContext.stage) } : event };
  return { kind: isPing(given) ? 'ping' : 'unknown' };
};

const withoutStage = (path: string, stage: string | undefined): string => {
  if (!stage || stage === '$default') return path;
  const prefix = `/${stage}`;
  return path === prefix ? '/' : path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
};

const pinging: readonly unknown[] = ['aws.events', 'aws.scheduler', 'serverless-plugin-warmup'];

const isPing = (event: object): boolean => pinging.includes((event as { source?: unknown }).source);
