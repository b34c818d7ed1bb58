import { Component, input } from '@angular/core';
import { Icon, type IconName } from './icon';

/** How a status is meant: its color. */
export type Tone = 'ok' | 'info' | 'warn' | 'bad' | 'muted';

/** How a status is shown: never by its color alone. */
export interface Badge {
  label: string;
  tone: Tone;
  icon: IconName;
  /** What it means, for whoever points at it. */
  meaning: string;
}

/** A status as a word with a mark and a color. */
@Component({
  selector: 'twl-status-badge',
  imports: [Icon],
  template: '<twl-icon [name]="look().icon" [spinning]="look().icon === \'refresh\'" />{{ look().label }}',
  styleUrl: './status-badge.scss',
  host: { '[class]': 'look().tone', '[title]': 'look().meaning' },
})
export class StatusBadge {
  readonly look = input.required<Badge>();
}
