export { ApiDocument, type DocumentedParameter, type Operation, type Schema } from './api-document';
export { checkExchange, NonconformingError } from './check-exchange';
export type { ApiExchange } from './exchange';
export { readMetrics, type MetricFamily, type MetricSample } from './read-metrics';
