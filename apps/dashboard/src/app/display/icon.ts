import { Component, computed, input } from '@angular/core';

/** Strokes on a 24 by 24 grid. */
const strokes = {
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M12 7.5V12l3 2',
  alert: 'M12 4L2.8 19.5h18.4zM12 10v4.5M12 17.2v.1',
  cross: 'M6 6l12 12M18 6L6 18',
  pause: 'M8.5 5.5v13M15.5 5.5v13',
  play: 'M8 5.5v13l10.5-6.5z',
  dash: 'M6 12h12',
  refresh: 'M19.5 12a7.5 7.5 0 1 1-2.3-5.4M19.5 3.5v4.2h-4.2',
  sun: 'M12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
  copy: 'M9 9h11v11H9zM5.5 15H4V4h11v1.5',
  left: 'M14.5 6l-6 6l6 6',
  right: 'M9.5 6l6 6l-6 6',
  first: 'M17.5 6l-6 6l6 6M7 6v12',
  globe: 'M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 1 0 0-17M3.5 12h17M12 3.5c5 5 5 12 0 17c-5-5-5-12 0-17',
  unplug: 'M4 20l5-5M7 12l5 5M9 10l5 5c3-1 5.5-3 5.5-6.5L15.5 4.5C12 4.5 10 7 9 10M16 8l4-4',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5V7M15.5 3.5V7',
} as const;

/** Name of a drawing. */
export type IconName = keyof typeof strokes;

/** A small drawing beside words; it says nothing by itself, so it is hidden from readers. */
@Component({
  selector: 'twl-icon',
  template: '<svg viewBox="0 0 24 24" [class.spin]="spinning()"><path [attr.d]="path()" /></svg>',
  styleUrl: './icon.scss',
  host: { 'aria-hidden': 'true' },
})
export class Icon {
  readonly name = input.required<IconName>();
  readonly spinning = input(false);

  protected readonly path = computed(() => strokes[this.name()]);
}
