import { randomUUID } from 'node:crypto';
import type { Metrics } from '@twl/ports';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { OtlpTarget } from '../open-telemetry';
import type { Tracer } from '../trace/tracer';
import { OtelMetrics } from './otel-metrics';
import { OtelTracer } from './otel-tracer';

/** How often metrics are sent, ms. */
const exportIntervalMillis = 30_000;

/** How long an export may take, ms: a collector that does not answer must not hold up a process that ends. */
const timeoutMillis = 5000;

/** Telemetry that is sent by OTLP. */
export interface Otlp {
  tracer: Tracer;
  metrics: Metrics;
  flush(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the SDK of OpenTelemetry. It tells nothing of the machine but the name and the stage of the process. */
export const openOtlp = ({ endpoint, serviceName, stage }: OtlpTarget): Otlp => {
  const url = (signal: string): string => `${endpoint.replace(/\/+$/, '')}/v1/${signal}`;
  const resource = resourceFromAttributes({
    'service.name': stage === 'twl' ? serviceName : `${serviceName}-${stage}`,
    'service.instance.id': randomUUID(),
  });
  const traces = new TracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url: url('traces'), timeoutMillis }) })],
  });
  const exporter = new OTLPMetricExporter({ url: url('metrics'), timeoutMillis });
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis, exportTimeoutMillis: timeoutMillis });
  const meters = new MeterProvider({ resource, readers: [reader] });
  // A collector that is away is no reason to fail.
  const settle = async (...work: Promise<void>[]): Promise<void> => void (await Promise.allSettled(work));
  const flush = (): Promise<void> => settle(traces.forceFlush(), meters.forceFlush());
  return {
    tracer: new OtelTracer(traces.getTracer('twl')),
    metrics: new OtelMetrics(meters.getMeter('twl')),
    flush,
    close: () => settle(traces.shutdown(), meters.shutdown()),
  };
};
