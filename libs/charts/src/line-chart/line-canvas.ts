import { Component, effect, inject, input, inputBinding, ViewContainerRef } from '@angular/core';
import type { Bucket, TimeZone } from '../chart-data';
import { trackHostWidth } from '../element-width';
import { createPlotEnvironment } from '../plot-environment';
import { type ColoredSeries, LinePlot } from './line-plot';

/** Gives a line plot its own width. */
@Component({ selector: 'twl-line-canvas', template: '', styles: ':host { display: block; min-width: 0; }' })
export class LineCanvas {
  readonly series = input.required<readonly ColoredSeries[]>();
  readonly bucket = input.required<Bucket>();
  readonly zone = input.required<TimeZone>();

  constructor() {
    const width = trackHostWidth();
    const view = inject(ViewContainerRef);
    const environmentInjector = createPlotEnvironment();
    const bindings = [
      inputBinding('series', this.series),
      inputBinding('bucket', this.bucket),
      inputBinding('zone', this.zone),
      inputBinding('width', width),
    ];
    // Before layout the width is 0: there is nothing to draw.
    effect(() => {
      if (width() > 0 && view.length === 0) view.createComponent(LinePlot, { environmentInjector, bindings });
    });
  }
}
