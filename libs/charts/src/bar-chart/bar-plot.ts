import { Component, computed, input, output, ViewEncapsulation } from '@angular/core';
import { BarChartModule } from '@swimlane/ngx-charts';
import type { Bar } from '../chart-data';
import { createCountTicks } from '../count-ticks';
import { keepKeyboardOut } from '../keep-keyboard-out';
import { colorsByName } from '../palette';

const plotHeight = 216;
const rowHeights = { least: 34, most: 56 };
const axisHeight = 34;

/** Draws horizontal bars of whole numbers. */
@Component({
  selector: 'twl-bar-plot',
  imports: [BarChartModule],
  templateUrl: './bar-plot.html',
  styleUrl: '../plot.scss',
  encapsulation: ViewEncapsulation.None,
  host: { class: 'twl-plot', '[style.height.px]': 'height()', '(click)': 'forgetTip($event)' },
})
export class BarPlot {
  readonly bars = input.required<readonly Bar[]>();
  readonly width = input.required<number>();
  readonly picked = output<string>();

  /** Few bars are thicker; many bars make the drawing taller. */
  private readonly rowHeight = computed(() => Math.min(rowHeights.most, Math.max(rowHeights.least, plotHeight / this.bars().length)));
  protected readonly gap = computed(() => Math.round(this.rowHeight() * 0.36));
  protected readonly height = computed(() => Math.round(this.bars().length * this.rowHeight()) + axisHeight);
  protected readonly view = computed<[number, number]>(() => [this.width(), this.height()]);
  protected readonly results = computed(() => this.bars().map(({ name, value }) => ({ name, value })));
  protected readonly colors = computed(() => colorsByName(this.bars().map((bar) => bar.name)));
  protected readonly ticks = computed(() =>
    createCountTicks(Math.max(0, ...this.bars().map((bar) => bar.value)), Math.max(2, Math.floor(this.width() / 110))),
  );
  protected readonly nameLength = computed(() => (this.width() < 420 ? 14 : 24));
  protected readonly whole = (value: number): string => value.toLocaleString();

  constructor() {
    keepKeyboardOut();
  }

  /**
   * Hides the tooltip when a click leads to another page. ngx-charts would still show the pending one there; it cancels it when the pointer
   * leaves.
   */
  protected forgetTip({ target }: MouseEvent): void {
    if (target instanceof Element) target.closest('[ngx-tooltip]')?.dispatchEvent(new MouseEvent('mouseleave'));
  }
}
