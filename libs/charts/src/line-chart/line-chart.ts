import { Component, computed, input, signal } from '@angular/core';
import type { Bucket, Series, TimeZone } from '../chart-data';
import { ChartTable, type ChartTableRow } from '../chart-table/chart-table';
import { colorOf, dashesOf } from '../palette';
import { createBucketFormat } from '../time-axis';
import { LineCanvas } from './line-canvas';
import type { ColoredSeries } from './line-plot';

/** Shows counts over time, one line per series, with a legend that shows and hides lines and the same numbers as a table. */
@Component({
  selector: 'twl-line-chart',
  imports: [ChartTable, LineCanvas],
  templateUrl: './line-chart.html',
  styleUrl: '../chart.scss',
})
export class LineChart {
  readonly heading = input.required<string>();
  readonly series = input.required<readonly Series[]>();
  readonly bucket = input.required<Bucket>();
  readonly zone = input<TimeZone>('local');
  /** Text when there is no data. */
  readonly emptyText = input('Nothing yet');

  protected readonly dashesAt = dashesOf;
  protected readonly asTable = signal(false);
  protected readonly hidden = signal<ReadonlySet<string>>(new Set());
  protected readonly colored = computed<ColoredSeries[]>(() =>
    this.series().map(({ name, points }, index) => ({ name, points, color: colorOf(index) })),
  );
  protected readonly shown = computed(() => this.colored().filter(({ name, points }) => points.length > 0 && !this.hidden().has(name)));
  protected readonly isEmpty = computed(() => this.series().every(({ points }) => points.length === 0));
  protected readonly columns = computed(() => ['Time', ...this.series().map(({ name }) => name)]);
  protected readonly rows = computed(() => tableRowsOf(this.series(), createBucketFormat(this.bucket(), this.zone())));
  protected readonly summary = computed(
    () =>
      `${this.heading()}, by ${this.bucket()}. ${this.shown()
        .map(({ name, points }) => `${name}: ${points.reduce((sum, { v }) => sum + v, 0).toLocaleString()} in all`)
        .join('; ')}`,
  );

  protected toggle(name: string): void {
    this.hidden.update((hidden) => {
      const next = new Set(hidden);
      if (!next.delete(name)) next.add(name);
      return next;
    });
  }
}

/** Returns one row per time that has a value, newest first. */
const tableRowsOf = (series: readonly Series[], format: (time: Date) => string): ChartTableRow[] => {
  const byName = series.map(({ points }) => new Map(points.map(({ t, v }) => [t, v])));
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ t }) => t)))].sort().reverse();
  return times
    .map((t) => ({ t, values: byName.map((values) => values.get(t) ?? 0) }))
    .filter(({ values }) => values.some((value) => value > 0))
    .map(({ t, values }) => ({ head: format(new Date(t)), cells: values.map((value) => value.toLocaleString()) }));
};
