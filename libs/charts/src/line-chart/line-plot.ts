import { Component, computed, input, ViewEncapsulation } from '@angular/core';
import { LineChartModule } from '@swimlane/ngx-charts';
import type { Bucket, Series, TimeZone } from '../chart-data';
import { createCountTicks } from '../count-ticks';
import { keepKeyboardOut } from '../keep-keyboard-out';
import { createBucketFormat, createTickFormat, createTimeTicks, zoneOf } from '../time-axis';

const edgePixels = 16;

/** A series with its color. */
export interface ColoredSeries extends Series {
  color: string;
}

/** Draws lines of whole numbers over time. */
@Component({
  selector: 'twl-line-plot',
  imports: [LineChartModule],
  templateUrl: './line-plot.html',
  styleUrl: '../plot.scss',
  encapsulation: ViewEncapsulation.None,
  host: { class: 'twl-plot', '[style.height.px]': 'height' },
})
export class LinePlot {
  readonly series = input.required<readonly ColoredSeries[]>();
  readonly width = input.required<number>();
  readonly bucket = input.required<Bucket>();
  readonly zone = input.required<TimeZone>();

  protected readonly height = 250;
  protected readonly view = computed<[number, number]>(() => [this.width(), this.height]);
  protected readonly results = computed(() =>
    this.series().map(({ name, points }) => ({ name, series: points.map(({ t, v }) => ({ name: new Date(t), value: v })) })),
  );
  protected readonly colors = computed(() => this.series().map(({ name, color }) => ({ name, value: color })));
  protected readonly counts = computed(() =>
    createCountTicks(
      this.series().reduce((max, { points }) => points.reduce((most, { v }) => Math.max(most, v), max), 0),
      4,
    ),
  );
  protected readonly times = computed(() => {
    const all = this.series().flatMap(({ points }) => [points[0], points.at(-1)].flatMap((point) => (point ? [Date.parse(point.t)] : [])));
    const wanted = Math.max(2, Math.floor(this.width() / 90));
    const [from, to] = [Math.min(...all), Math.max(...all)];
    // A label at the very edge would be cut off.
    const edge = ((to - from) * edgePixels) / this.width();
    return createTimeTicks(from, to - edge, { wanted, zone: zoneOf(this.bucket(), this.zone()) });
  });
  protected readonly tick = computed(() => createTickFormat(this.bucket(), this.zone()));
  protected readonly bucketName = computed(() => createBucketFormat(this.bucket(), this.zone()));
  protected readonly whole = (value: number): string => value.toLocaleString();

  constructor() {
    keepKeyboardOut();
  }
}
