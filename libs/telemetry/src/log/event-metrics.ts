import type { LogFields, MetricLabels, MetricName, Metrics } from '@twl/ports';

/** Measures what one event tells. */
type EventRule = (fields: LogFields, measure: (name: MetricName, value: LogFields[string], labels?: MetricLabels) => void) => void;

const labelOf = (value: LogFields[string]): string | undefined => (value === undefined || value === null ? undefined : String(value));

const secondsOf = (ms: LogFields[string]): number => Number(ms ?? 0) / 1000;

/** The metrics of the pipeline, by the event that tells them. */
const rules: Record<string, EventRule> = {
  'http.answered': ({ method, route, status, ms }, measure) =>
    measure('http.server.request.duration', secondsOf(ms), {
      'http.request.method': labelOf(method),
      'http.route': labelOf(route),
      'http.response.status_code': labelOf(status),
    }),
  'request.answered': ({ source, method, status, ms, failure }, measure) =>
    measure('http.client.request.duration', secondsOf(ms), {
      source: labelOf(source),
      'http.request.method': labelOf(method),
      'http.response.status_code': labelOf(status),
      'error.type': labelOf(failure),
    }),
  'run.waiting': ({ source, ms, cause }, measure) => {
    const labels = { source: labelOf(source), cause: labelOf(cause) };
    measure('twl.fetch.waits', 1, labels);
    measure('twl.fetch.wait.time', secondsOf(ms), labels);
  },
  'page.stored': ({ source, bytes }, measure) => {
    measure('twl.fetch.pages', 1, { source: labelOf(source) });
    measure('twl.fetch.bytes', bytes, { source: labelOf(source) });
  },
  'run.fetched': ({ source, bytesSaved }, measure) => {
    if (bytesSaved) measure('twl.fetch.saved.bytes', bytesSaved, { source: labelOf(source) });
  },
  'run.closed': ({ source, state, ms }, measure) => {
    measure('twl.runs', 1, { source: labelOf(source), state: labelOf(state) });
    measure('twl.run.duration', secondsOf(ms), { source: labelOf(source) });
  },
};

/** Measures an event, if a metric is made of it. */
export const measureEvent = (metrics: Metrics, event: string, fields: LogFields): void => {
  if (!Object.hasOwn(rules, event)) return;
  rules[event]?.(fields, (name, value, labels) => metrics.measure(name, Number(value ?? 0), labels));
};
