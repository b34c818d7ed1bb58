import { setupZonelessTestEnv } from 'jest-preset-angular/setup-env/zoneless';

setupZonelessTestEnv({ errorOnUnknownElements: true, errorOnUnknownProperties: true });

// The first test of a file waits for the screen it opens to be compiled.
jest.setTimeout(60_000);

// jsdom lays nothing out: charts stay undrawn here, and are tested where they live.
globalThis.ResizeObserver = class implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
};
