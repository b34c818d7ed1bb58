import { Component, input } from '@angular/core';

/** One row of a chart's table: its head, then a cell per column. */
export interface ChartTableRow {
  head: string;
  cells: readonly string[];
}

/** The numbers of a chart as a table, for those who would rather read them. */
@Component({ selector: 'twl-chart-table', templateUrl: './chart-table.html', styleUrl: './chart-table.scss' })
export class ChartTable {
  readonly caption = input.required<string>();
  readonly columns = input.required<readonly string[]>();
  readonly rows = input.required<readonly ChartTableRow[]>();
}
