import { metricCatalog, Metrics, type MetricLabels, type MetricName, type MetricSpec } from '@twl/ports';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

type Instrument = { kind: 'counter'; of: Counter } | { kind: 'gauge'; of: Gauge } | { kind: 'histogram'; of: Histogram };

/** Suffixes that Prometheus wants for units. */
const suffixes: Record<string, string> = { s: '_seconds', By: '_bytes', '1': '_ratio' };

const withSuffix = (name: string, suffix: string): string => (name.endsWith(suffix) ? name : `${name}${suffix}`);

const toPrometheus = (name: string): string => name.replaceAll('.', '_');

/** The name of a metric as Prometheus has it: `http_server_request_duration_seconds`. */
export const prometheusName = (name: MetricName): string => {
  const { unit, kind } = metricCatalog[name];
  const withUnit = withSuffix(toPrometheus(name), suffixes[unit] ?? '');
  return kind === 'counter' ? withSuffix(withUnit, '_total') : withUnit;
};

/** Keeps measurements in memory, and writes them in the text format of Prometheus. */
export class PrometheusMetrics extends Metrics {
  readonly contentType: string;
  private readonly registry = new Registry();
  private readonly instruments = new Map<MetricName, Instrument>();

  constructor() {
    super();
    this.contentType = this.registry.contentType;
    for (const [name, spec] of Object.entries(metricCatalog)) this.instruments.set(name as MetricName, this.open(name as MetricName, spec));
  }

  measure(name: MetricName, value: number, labels: MetricLabels = {}): void {
    const instrument = this.instruments.get(name);
    const given = labelsOf(labels);
    if (instrument?.kind === 'counter') {
      // The client throws for a value below zero, and a measurement must not end the work that it measures.
      if (value >= 0) instrument.of.inc(given, value);
    } else if (instrument?.kind === 'gauge') instrument.of.set(given, value);
    else instrument?.of.observe(given, value);
  }

  /** Removes the series of a gauge, so that it shows what is there now. */
  clear(name: MetricName): void {
    this.instruments.get(name)?.of.reset();
  }

  /** All metrics as text. */
  text(): Promise<string> {
    return this.registry.metrics();
  }

  private open(name: MetricName, { kind, description, labels, buckets }: MetricSpec): Instrument {
    const options = { name: prometheusName(name), help: description, labelNames: labels.map(toPrometheus), registers: [this.registry] };
    if (kind === 'counter') return { kind, of: new Counter(options) };
    if (kind === 'gauge') return { kind, of: new Gauge(options) };
    return { kind, of: new Histogram({ ...options, buckets: [...(buckets ?? [])] }) };
  }
}

const labelsOf = (labels: MetricLabels): Record<string, string | number> =>
  Object.fromEntries(Object.entries(labels).flatMap(([name, value]) => (value === undefined ? [] : [[toPrometheus(name), value]])));
