import { Component, input } from '@angular/core';

/** One row of a chart's table: its heading, then one cell per column. */
export interface ChartTableRow {
  head: string;
  cells: readonly string[];
}

/** Shows the numbers of a chart as a table. */
@Component({ selector: 'twl-chart-table', templateUrl: './chart-table.html', styleUrl: './chart-table.scss' })
export class ChartTable {
  readonly caption = input.required<string>();
  readonly columns = input.required<readonly string[]>();
  readonly rows = input.required<readonly ChartTableRow[]>();
}
