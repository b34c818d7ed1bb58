import { Component, computed, inject } from '@angular/core';
import { RouterLink, RouterLinkActive } from '@angular/router';
import { Icon, type IconName } from '../display/icon';
import { Account } from '../session/account';
import { WhoAmI } from '../session/who-am-i';
import { type Theme, ThemeSetting } from '../settings/theme';
import { TimeZoneSetting } from '../settings/time-zone';
import { AlertCount } from './alert-count';

const themeButtons: Record<Theme, { icon: IconName; label: string }> = {
  system: { icon: 'system', label: 'Colors: as the system' },
  light: { icon: 'sun', label: 'Colors: light' },
  dark: { icon: 'moon', label: 'Colors: dark' },
};

/** The product name, the screens and the two display settings. */
@Component({
  selector: 'twl-top-bar',
  imports: [Account, AlertCount, Icon, RouterLink, RouterLinkActive],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.scss',
})
export class TopBar {
  private readonly whoAmI = inject(WhoAmI);
  /** Asking without being signed in would only lead to the sign-in, also from the page that finishes it. */
  protected readonly isAllowedToRead = computed(() => this.whoAmI.caller() != null);
  protected readonly theme = inject(ThemeSetting);
  protected readonly timeZone = inject(TimeZoneSetting);
  protected readonly badge = computed(() => themeButtons[this.theme.theme()]);
  protected readonly zoneLabel = computed(() =>
    this.timeZone.zone() === 'utc' ? 'UTC times. Switch to local' : `Local times (${this.timeZone.name()}). Switch to UTC`,
  );
  protected readonly screens = [
    { path: '/', name: 'Overview', exact: true },
    { path: '/records', name: 'Records', exact: false },
    { path: '/runs', name: 'Runs', exact: false },
    { path: '/failures', name: 'Failures', exact: false },
    { path: '/alerts', name: 'Alerts', exact: false },
  ];
}
