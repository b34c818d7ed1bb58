import type { HttpResourceRef } from '@angular/common/http';
import { computed, effect, inject, linkedSignal, type Signal, untracked } from '@angular/core';
import { Connection } from './connection';
import { type ErrorView, errorViewOf } from './problem';
import { whileVisible } from './while-visible';

/** The state of a request on a screen: the newest good value, whether another is loading, and the last error. */
export interface Live<T> {
  readonly value: Signal<T | undefined>;
  readonly error: Signal<ErrorView | undefined>;
  /** Another value was requested and is still loading. Polls do not count. */
  readonly isWaiting: Signal<boolean>;
  reload(): void;
}

/** How a request is kept up to date. */
export interface LiveOptions {
  /** Interval of the poll in milliseconds, while the page is visible. */
  pollMs?: number;
  /** Subject of the value. When it changes, the old value is dropped at once. */
  about?: () => unknown;
}

/** Keeps the last good value of a resource while it reloads, also after an outage. */
export const live = <T>(resource: HttpResourceRef<T | undefined>, { pollMs, about = () => undefined }: LiveOptions = {}): Live<T> => {
  const value = linkedSignal<{ subject: unknown; answer: T | undefined }, T | undefined>({
    source: () => ({ subject: about(), answer: resource.hasValue() ? resource.value() : undefined }),
    computation: ({ subject, answer }, previous) => answer ?? (previous?.source.subject === subject ? previous?.value : undefined),
  });
  const error = computed(() => {
    const error = resource.error();
    return error && errorViewOf(error);
  });
  const reload = () => void resource.reload();
  // Read at once: the value is then kept even if the next request fails before a screen reads it.
  effect(() => void value());
  if (pollMs) whileVisible(pollMs, reload);
  reloadOnRecovery(resource);
  return { value: value.asReadonly(), error, isWaiting: computed(() => resource.status() === 'loading'), reload };
};

const reloadOnRecovery = (resource: HttpResourceRef<unknown>): void => {
  const { recovered } = inject(Connection);
  effect(() => {
    if (recovered() > 0) untracked(() => resource.error() && resource.reload());
  });
};
