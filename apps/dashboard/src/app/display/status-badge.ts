import { Component, input } from '@angular/core';
import { Icon, type IconName } from './icon';

/** The color of a status. */
type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'muted';

/** How a status is shown, never by color alone. */
export interface Badge {
  label: string;
  tone: Tone;
  icon: IconName;
  /** Meaning, shown as a tooltip. */
  meaning: string;
}

/** A status as a label with an icon and a color. */
@Component({
  selector: 'twl-status-badge',
  imports: [Icon],
  template: '<twl-icon [name]="badge().icon" [spinning]="badge().icon === \'refresh\'" />{{ badge().label }}',
  styleUrl: './status-badge.scss',
  host: { '[class]': 'badge().tone', '[title]': 'badge().meaning' },
})
export class StatusBadge {
  readonly badge = input.required<Badge>();
}
