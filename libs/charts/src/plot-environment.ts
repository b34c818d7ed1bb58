import {
  afterEveryRender,
  createEnvironmentInjector,
  DestroyRef,
  EnvironmentInjector,
  importProvidersFrom,
  inject,
  RendererFactory2,
} from '@angular/core';
import { provideNoopAnimations } from '@angular/platform-browser/animations';
import { BarChartModule, LineChartModule } from '@swimlane/ngx-charts';

/**
 * Creates the injector of a plot. ngx-charts needs an animation renderer, which the application does not have: this injector provides a
 * no-op one, loaded only with the charts.
 */
export const createPlotEnvironment = (): EnvironmentInjector => {
  const environment = createEnvironmentInjector(
    [importProvidersFrom(BarChartModule, LineChartModule), provideNoopAnimations()],
    inject(EnvironmentInjector),
  );
  settleAfterRender(environment.get(RendererFactory2));
  inject(DestroyRef).onDestroy(() => environment.destroy());
  return environment;
};

// Angular removes elements at the end of a rendering only with the application's own renderer; without this they would stay on the screen.
const settleAfterRender = (renderers: RendererFactory2): void => {
  afterEveryRender({
    write: () => {
      renderers.begin?.();
      renderers.end?.();
    },
  });
};
