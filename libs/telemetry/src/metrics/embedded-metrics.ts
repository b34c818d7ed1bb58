import { metricCatalog, Metrics, type MetricLabels, type MetricName, type MetricSpec } from '@twl/ports';

/** The namespace of the metrics in CloudWatch. */
const cloudWatchNamespace = 'twl';

/** Values that one line may have of a metric, and metrics that a line may have. */
const maxValues = 100;
const maxMetrics = 100;

const units: Record<string, string> = { s: 'Seconds', By: 'Bytes', '1': 'None' };

interface Series {
  name: string;
  unit: string;
  kind: MetricSpec['kind'];
  values: number[];
}

/** Options of {@link EmbeddedMetrics}. */
export interface EmbeddedMetricsOptions {
  /** What the process does: `ingestion`, `processing` or `api`. */
  stage: string;
  /** Writes a line to the log. */
  write: (line: string) => void;
  now: () => number;
}

/**
 * Writes measurements to the log, as CloudWatch's embedded metric format: it makes metrics of the lines. The only dimensions are the stage and
 * the source, because each combination costs money; a metric that CloudWatch should not have is left out.
 */
export class EmbeddedMetrics extends Metrics {
  /** By dimension (source, or empty for the stage) and name. */
  private readonly bySource = new Map<string, Map<string, Series>>();

  constructor(private readonly options: EmbeddedMetricsOptions) {
    super();
  }

  measure(name: MetricName, value: number, labels: MetricLabels = {}): void {
    const { kind, unit, cloudWatch } = metricCatalog[name];
    if (!cloudWatch) return;
    const { by, split } = cloudWatch;
    const ownName = split === undefined ? name : `${name}.${labels[split]}`;
    const series = this.seriesOf(by === 'source' ? String(labels['source']) : '', ownName, { unit: units[unit] ?? 'Count', kind });
    if (kind === 'histogram') series.values.push(value);
    else series.values[0] = kind === 'gauge' ? Math.max(series.values[0] ?? -Infinity, value) : (series.values[0] ?? 0) + value;
    if (series.values.length >= maxValues) this.flush();
  }

  /** Writes what was measured since the last flush. */
  flush(): void {
    for (const [source, all] of this.bySource) {
      const series = [...all.values()];
      for (let first = 0; first < series.length; first += maxMetrics) this.write(source, series.slice(first, first + maxMetrics));
    }
    this.bySource.clear();
  }

  private seriesOf(source: string, name: string, spec: Pick<Series, 'unit' | 'kind'>): Series {
    const all = this.bySource.get(source) ?? new Map<string, Series>();
    this.bySource.set(source, all);
    const series = all.get(name) ?? { name, ...spec, values: [] };
    all.set(name, series);
    return series;
  }

  private write(source: string, series: readonly Series[]): void {
    const dimension = source === '' ? { stage: this.options.stage } : { source };
    const metrics = series.map(({ name, unit }) => ({ Name: name, Unit: unit }));
    const directive = { Namespace: cloudWatchNamespace, Dimensions: [Object.keys(dimension)], Metrics: metrics };
    const values = Object.fromEntries(series.map(({ name, values: all }) => [name, all.length === 1 ? all[0] : all]));
    this.options.write(
      `${JSON.stringify({ _aws: { Timestamp: this.options.now(), CloudWatchMetrics: [directive] }, ...dimension, ...values })}\n`,
    );
  }
}
