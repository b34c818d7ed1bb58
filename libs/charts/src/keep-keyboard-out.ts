import { afterEveryRender, ElementRef, inject } from '@angular/core';

/** Browsers let the keyboard stop at whatever listens for the focus, as the parts of a drawing do; the legend is where it should stop. */
export const keepKeyboardOut = (): void => {
  const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  afterEveryRender({
    write: () => element.querySelectorAll('[ngx-tooltip]:not([tabindex])').forEach((part) => part.setAttribute('tabindex', '-1')),
  });
};
