import { Component, effect, inject, input, inputBinding, output, outputBinding, ViewContainerRef } from '@angular/core';
import type { Bar } from '../chart-data';
import { trackHostWidth } from '../element-width';
import { createPlotEnvironment } from '../plot-environment';
import { BarPlot } from './bar-plot';

/** Gives a bar plot its own width. */
@Component({ selector: 'twl-bar-canvas', template: '', styles: ':host { display: block; min-width: 0; }' })
export class BarCanvas {
  readonly bars = input.required<readonly Bar[]>();
  readonly picked = output<string>();

  constructor() {
    const width = trackHostWidth();
    const view = inject(ViewContainerRef);
    const environmentInjector = createPlotEnvironment();
    const bindings = [
      inputBinding('bars', this.bars),
      inputBinding('width', width),
      outputBinding<string>('picked', (name) => this.picked.emit(name)),
    ];
    // Before layout the width is 0: there is nothing to draw.
    effect(() => {
      if (width() > 0 && view.length === 0) view.createComponent(BarPlot, { environmentInjector, bindings });
    });
  }
}
