import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';
import { OutageBanner } from './shell/outage-banner';
import { TopBar } from './shell/top-bar';
import { focusOnNavigation } from './shell/focus-on-navigation';

/** The frame around every screen. */
@Component({
  selector: 'twl-root',
  imports: [OutageBanner, RouterOutlet, TopBar],
  template: `
    <a class="skip" href="#main" (click)="skip($event, main)">Skip to content</a>
    <twl-top-bar />
    <twl-outage-banner />
    <main #main id="main" tabindex="-1">
      <router-outlet />
    </main>
  `,
  styleUrl: './app.scss',
})
export class App {
  constructor() {
    focusOnNavigation('#main');
  }

  // A plain fragment would be resolved against the base address and leave the screen.
  protected skip(event: Event, main: HTMLElement): void {
    event.preventDefault();
    main.focus();
  }
}
