import { createEnvironmentInjector, EnvironmentInjector } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { whileVisible } from './while-visible';

const hide = (hidden: boolean): void => {
  jest.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  document.dispatchEvent(new Event('visibilitychange'));
};

describe('whileVisible', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const start = () => {
    let count = 0;
    const injector = createEnvironmentInjector([], TestBed.inject(EnvironmentInjector));
    injector.runInContext(() => whileVisible(1000, () => count++));
    return { injector, count: () => count };
  };

  it('acts again and again', () => {
    const { count } = start();

    jest.advanceTimersByTime(3000);

    expect(count()).toBe(3);
  });

  it('rests while the page is hidden, and acts at once when it is seen again', () => {
    const { count } = start();

    hide(true);
    jest.advanceTimersByTime(5000);
    expect(count()).toBe(0);

    hide(false);
    expect(count()).toBe(1);
  });

  it('ends with its owner', () => {
    const { injector, count } = start();

    injector.destroy();
    jest.advanceTimersByTime(5000);

    expect(count()).toBe(0);
  });
});
