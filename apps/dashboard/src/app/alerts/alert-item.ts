import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Alert } from '@twl/contracts';
import { StatusBadge } from '../display/status-badge';
import { Timestamp } from '../display/timestamp';
import { AlertFacts } from './alert-evidence';
import { alertBadge, ruleNames } from './alert-badges';

/** One alert of the list; its evidence is open while it fires. */
@Component({
  selector: 'twl-alert-item',
  imports: [AlertFacts, RouterLink, StatusBadge, Timestamp],
  templateUrl: './alert-item.html',
  styleUrl: './alert-item.scss',
})
export class AlertItem {
  readonly alert = input.required<Alert>();
  protected readonly badge = computed(() => alertBadge(this.alert()));
  protected readonly rule = computed(() => ruleNames[this.alert().rule] ?? this.alert().rule);
}
