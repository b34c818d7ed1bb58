import { DOCUMENT } from '@angular/common';
import { DestroyRef, inject } from '@angular/core';

/** Does something every so many milliseconds, but only while the page is seen; at once when it is seen again. */
export const whileVisible = (everyMs: number, action: () => void): void => {
  const document = inject(DOCUMENT);
  const act = () => {
    if (!document.hidden) action();
  };
  const timer = setInterval(act, everyMs);
  document.addEventListener('visibilitychange', act);
  inject(DestroyRef).onDestroy(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', act);
  });
};
