import { DOCUMENT } from '@angular/common';
import { inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router } from '@angular/router';
import { filter, map, pairwise } from 'rxjs';

/** Moves the focus to the content when another screen opens; a change of filters does not move it. */
export const focusOnNavigation = (selector: string): void => {
  const document = inject(DOCUMENT);
  inject(Router)
    .events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(({ urlAfterRedirects }) => urlAfterRedirects.split(/[?#]/)[0]),
      pairwise(),
      filter(([before, after]) => before !== after),
      takeUntilDestroyed(),
    )
    .subscribe(() => document.querySelector<HTMLElement>(selector)?.focus({ preventScroll: true }));
};
