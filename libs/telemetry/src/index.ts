export { HistoryRecorder } from './history/history-recorder';
export { TelemetryLog } from './log/telemetry-log';
export { openTelemetry, type Telemetry } from './open-telemetry';
export { measureProcess } from './metrics/process-metrics';
export { measureState, stateGauges } from './metrics/state-gauges';
export type { Tracer } from './trace/tracer';
export { watchEngine, type EngineSystems } from './watch/watch-engine';
export { WatchedHttpClient } from './watch/watch-http';
