import { Component, computed, input, output, signal } from '@angular/core';
import { ChartTable, type ChartTableRow } from '../chart-table/chart-table';
import type { Bar } from '../chart-data';
import { colorOf } from '../palette';
import { BarCanvas } from './bar-canvas';

/**
 * Shows counts as horizontal bars, with a legend that a keyboard reaches and the same numbers as a table. `picked` emits the name of the
 * bar that is clicked or chosen in the legend.
 */
@Component({
  selector: 'twl-bar-chart',
  imports: [BarCanvas, ChartTable],
  templateUrl: './bar-chart.html',
  styleUrl: '../chart.scss',
})
export class BarChart {
  readonly heading = input.required<string>();
  readonly bars = input.required<readonly Bar[]>();
  /** What a bar is and what it counts: the headings of the table. */
  readonly columns = input<readonly [string, string]>(['Name', 'Count']);
  /** Action of a bar, for screen readers: "Show records of". */
  readonly action = input('Show');
  /** Text when there is no data. */
  readonly emptyText = input('Nothing yet');
  readonly picked = output<string>();

  protected readonly asTable = signal(false);
  protected readonly isEmpty = computed(() => this.bars().length === 0);
  protected readonly colorAt = colorOf;
  protected readonly summary = computed(
    () =>
      `${this.heading()}. ${this.bars()
        .map((bar) => `${bar.name}: ${bar.value.toLocaleString()}`)
        .join('; ')}`,
  );
  protected readonly rows = computed<ChartTableRow[]>(() =>
    this.bars().map((bar) => ({ head: bar.name, cells: [bar.value.toLocaleString()] })),
  );
}
