/** What this looks at of the events that stand for HTTP requests. */
interface HttpEvent {
  version?: string;
  rawPath?: string;
  path?: string;
  httpMethod?: string;
  requestContext?: { stage?: string; http?: { method?: string }; elb?: object };
}

/** The request that an event of Lambda stands for, under the path that the app knows; or why it is none. */
export type ReadHttpEvent = { kind: 'request'; event: object } | { kind: 'ping' } | { kind: 'unknown' };

/**
 * Tells HTTP requests from everything else that may call a function. Known are payload 2.0 (HTTP API, function address), payload 1.0 (HTTP API,
 * REST API) and the event of a load balancer. A named stage is taken off the path. Schedules and warm-up plug-ins ping.
 */
export const readHttpEvent = (given: unknown): ReadHttpEvent => {
  if (typeof given !== 'object' || given === null) return { kind: 'unknown' };
  const event = given as HttpEvent;
  const { version, rawPath, path, httpMethod, requestContext } = event;
  if (version === '2.0' && typeof rawPath === 'string' && typeof requestContext?.http?.method === 'string')
    return { kind: 'request', event: { ...event, rawPath: withoutStage(rawPath, requestContext.stage) } };
  if (typeof path === 'string' && typeof httpMethod === 'string' && typeof requestContext === 'object')
    // Of payload 1.0 an HTTP API puts the stage into the path; a REST API, which has no version, does not.
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
