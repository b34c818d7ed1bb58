import type { Attributes, Meter } from '@opentelemetry/api';
import { metricCatalog, Metrics, type MetricLabels, type MetricName, type MetricSpec } from '@twl/ports';

type Measure = (value: number, labels: Attributes) => void;

/** Measures with the SDK of OpenTelemetry. */
export class OtelMetrics extends Metrics {
  private readonly instruments: ReadonlyMap<MetricName, Measure>;

  constructor(meter: Meter) {
    super();
    const opened = Object.entries(metricCatalog).map(([name, spec]) => [name as MetricName, openInstrument(meter, name, spec)] as const);
    this.instruments = new Map(opened);
  }

  measure(name: MetricName, value: number, labels: MetricLabels = {}): void {
    this.instruments.get(name)?.(value, labels);
  }
}

const openInstrument = (meter: Meter, name: string, { kind, unit, description, buckets }: MetricSpec): Measure => {
  const options = { unit, description };
  if (kind === 'counter') {
    const counter = meter.createCounter(name, options);
    return (value, labels) => counter.add(value, labels);
  }
  if (kind === 'gauge') {
    const gauge = meter.createGauge(name, options);
    return (value, labels) => gauge.record(value, labels);
  }
  const histogram = meter.createHistogram(name, { ...options, advice: { explicitBucketBoundaries: [...(buckets ?? [])] } });
  return (value, labels) => histogram.record(value, labels);
};
