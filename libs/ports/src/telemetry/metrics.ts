import type { MetricName } from './metric-catalog';

/** Values of the labels of a measurement; `metricCatalog` says which labels a metric has. */
export type MetricLabels = Readonly<Record<string, string | number | undefined>>;

/** Where measurements go. */
export abstract class Metrics {
  /** Adds to a counter, records a value of a histogram, or sets a gauge, whichever the metric is. */
  abstract measure(name: MetricName, value: number, labels?: MetricLabels): void;
}

/** Measures nothing. */
export class NoMetrics extends Metrics {
  measure(): void {}
}
