import { DestroyRef, ElementRef, inject, signal, type Signal } from '@angular/core';

/** The width of the host element in CSS pixels, kept up to date; 0 until it is laid out. */
export const hostWidth = (): Signal<number> => {
  const element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  const width = signal(0);
  const observer = new ResizeObserver(([entry]) => width.set(Math.floor(entry?.contentRect.width ?? 0)));
  observer.observe(element);
  inject(DestroyRef).onDestroy(() => observer.disconnect());
  return width.asReadonly();
};
