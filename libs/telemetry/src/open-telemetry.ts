import { Metrics, NoMetrics, type Clock, type MetricLabels, type MetricName } from '@twl/ports';
import { EmbeddedMetrics } from './metrics/embedded-metrics';
import type { PrometheusMetrics } from './metrics/prometheus-metrics';
import { IdTracer, type Tracer } from './trace/tracer';

/** Where OpenTelemetry data goes, and who it is from. */
export interface OtlpTarget {
  endpoint: string;
  serviceName: string;
  /** What the process does: `ingestion`, `processing`, `api`; `twl` if it does everything. */
  stage: string;
}

/** What is to be measured and followed. */
export interface TelemetryOptions {
  clock: Pick<Clock, 'now'>;
  /** `prometheus`: for a server that is asked; `embedded`: in the log, for CloudWatch; by default nothing. */
  metrics?: 'prometheus' | 'embedded' | undefined;
  stage: string;
  otlp?: Pick<OtlpTarget, 'endpoint' | 'serviceName'> | undefined;
  /** Writes the lines of `embedded`; by default to standard output. */
  write?: (line: string) => void;
}

/** Open telemetry of a process. */
export interface Telemetry {
  metrics: Metrics;
  tracer: Tracer;
  /** Set if the process keeps its metrics for Prometheus. */
  prometheus?: PrometheusMetrics;
  /** Sends what was collected: at the end of an invocation of a function. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Passes measurements on to several. */
class AllMetrics extends Metrics {
  constructor(private readonly all: readonly Metrics[]) {
    super();
  }

  measure(name: MetricName, value: number, labels?: MetricLabels): void {
    for (const metrics of this.all) metrics.measure(name, value, labels);
  }
}

/** Opens the telemetry that is asked for. What is not asked for is not loaded. */
export const openTelemetry = async (options: TelemetryOptions): Promise<Telemetry> => {
  const { clock, stage, write = (line) => void process.stdout.write(line) } = options;
  const prometheus = options.metrics === 'prometheus' ? new (await import('./metrics/prometheus-metrics')).PrometheusMetrics() : undefined;
  const embedded = options.metrics === 'embedded' ? new EmbeddedMetrics({ stage, write, now: () => clock.now() }) : undefined;
  const otlp = options.otlp && (await import('./otlp/open-otlp')).openOtlp({ ...options.otlp, stage });
  const all = [prometheus, embedded, otlp?.metrics].filter((metrics) => metrics !== undefined);
  const tracer = otlp?.tracer ?? new IdTracer();
  const flush = async (): Promise<void> => {
    embedded?.flush();
    await otlp?.flush();
  };
  return {
    metrics: all.length === 1 && all[0] ? all[0] : all.length === 0 ? new NoMetrics() : new AllMetrics(all),
    tracer,
    ...(prometheus && { prometheus }),
    flush,
    close: async () => {
      await flush();
      await otlp?.close();
    },
  };
};
