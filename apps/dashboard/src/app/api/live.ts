import type { HttpResourceRef } from '@angular/common/http';
import { computed, effect, inject, linkedSignal, type Signal, untracked } from '@angular/core';
import { Connection } from './connection';
import { type Trouble, troubleOf } from './problem';
import { whileVisible } from './while-visible';

/** What a screen shows of a request: the newest good answer, whether another is on its way, and what went wrong last. */
export interface Live<T> {
  readonly value: Signal<T | undefined>;
  readonly trouble: Signal<Trouble | undefined>;
  /** Something else was asked for, and is not there yet. A poll is not waited for. */
  readonly isWaiting: Signal<boolean>;
  reload(): void;
}

/** How a request is kept up to date. */
export interface LiveOptions {
  /** Asks again every so many milliseconds while the page is seen. */
  pollMs?: number;
  /** What the value is about: when it changes, the old value is dropped instead of kept until the new one is there. */
  about?: () => unknown;
}

/** Keeps the last good answer of a resource on the screen while it asks again, after an outage too. */
export const live = <T>(resource: HttpResourceRef<T | undefined>, { pollMs, about = () => undefined }: LiveOptions = {}): Live<T> => {
  const value = linkedSignal<{ subject: unknown; answer: T | undefined }, T | undefined>({
    source: () => ({ subject: about(), answer: resource.hasValue() ? resource.value() : undefined }),
    computation: ({ subject, answer }, previous) => answer ?? (previous?.source.subject === subject ? previous?.value : undefined),
  });
  const trouble = computed(() => {
    const error = resource.error();
    return error && troubleOf(error);
  });
  const reload = () => void resource.reload();
  // Read at once, so that an answer is kept even if nobody looked before the next one failed.
  effect(() => void value());
  if (pollMs) whileVisible(pollMs, reload);
  reloadOnRecovery(resource);
  return { value: value.asReadonly(), trouble, isWaiting: computed(() => resource.status() === 'loading'), reload };
};

const reloadOnRecovery = (resource: HttpResourceRef<unknown>): void => {
  const { recovered } = inject(Connection);
  effect(() => {
    if (recovered() > 0) untracked(() => resource.error() && resource.reload());
  });
};
