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
 * The injector in which plots are created. ngx-charts draws nothing without an animation renderer, which the application
 * does without: a switched-off one is provided here, and loaded with the charts only.
 */
export const plotEnvironment = (): EnvironmentInjector => {
  const environment = createEnvironmentInjector(
    [importProvidersFrom(BarChartModule, LineChartModule), provideNoopAnimations()],
    inject(EnvironmentInjector),
  );
  settleAfterRender(environment.get(RendererFactory2));
  inject(DestroyRef).onDestroy(() => environment.destroy());
  return environment;
};

// Angular ends a rendering on the application's own renderers only; without it, removed elements would stay on the screen.
const settleAfterRender = (renderers: RendererFactory2): void => {
  afterEveryRender({
    write: () => {
      renderers.begin?.();
      renderers.end?.();
    },
  });
};
