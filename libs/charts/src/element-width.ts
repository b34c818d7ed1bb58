import { DestroyRef, ElementRef, inject, signal, type Signal } from '@angular/core';

/** Returns the width of the host element in CSS pixels, updated on resize; 0 before layout. */
export const trackHostWidth = (): Signal<number> => {
  const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  const width = signal(0);
  const observer = new ResizeObserver(([entry]) => width.set(Math.floor(entry?.contentRect.width ?? 0)));
  observer.observe(element);
  inject(DestroyRef).onDestroy(() => observer.disconnect());
  return width.asReadonly();
};
