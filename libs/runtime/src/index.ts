export { openRuntime } from './open-runtime';
export { openSourceSets, type OpenedSourceSets } from './open-source-sets';
export { openSources, type OpenedSources, type SourcesOptions } from './open-sources';
export { runApp, type AppStart } from './run-app';
export type { Alerting } from './alerting';
export { listenForMetrics } from './listen-for-metrics';
export { metricsTextOf, type MetricsText, type Runtime, type RuntimeOptions } from './runtime';
