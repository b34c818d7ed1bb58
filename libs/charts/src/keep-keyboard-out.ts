import { afterEveryRender, ElementRef, inject } from '@angular/core';

/** Removes the tab stops of a drawing: browsers stop at every element with a focus listener. The keyboard uses the legend. */
export const keepKeyboardOut = (): void => {
  const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  afterEveryRender({
    write: () => element.querySelectorAll('[ngx-tooltip]:not([tabindex])').forEach((part) => part.setAttribute('tabindex', '-1')),
  });
};
