import { DOCUMENT } from '@angular/common';
import { effect, inject, Service, signal } from '@angular/core';
import { remembered } from './remembered';

const themes = ['system', 'light', 'dark'] as const;
/** Light, dark, or as the system is. */
export type Theme = (typeof themes)[number];

/** The colors a person chose; kept in the browser. */
@Service()
export class ThemeSetting {
  private readonly memory = remembered('twl.theme', themes);
  private readonly root = inject(DOCUMENT).documentElement;
  private readonly chosen = signal<Theme>(this.memory.read());

  readonly theme = this.chosen.asReadonly();

  constructor() {
    effect(() => {
      this.root.dataset['theme'] = this.theme();
    });
  }

  next(): void {
    const theme = themes[themes.indexOf(this.theme()) + 1] ?? themes[0];
    this.chosen.set(theme);
    this.memory.write(theme);
  }
}
