import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import { alertQuery } from '../api/queries';
import { EmptyNote } from '../display/empty-note';
import { ErrorPanel } from '../display/error-panel';
import { StatusBadge } from '../display/status-badge';
import { Timestamp } from '../display/timestamp';
import { PageTitle } from '../shell/page-title';
import { alertBadge, ruleNames } from './alert-badges';
import { AlertFacts } from './alert-evidence';

const pollMs = 5_000;

/** One alert with its evidence. */
@Component({
  selector: 'twl-alert-page',
  imports: [AlertFacts, EmptyNote, ErrorPanel, MatButton, MatProgressBar, RouterLink, StatusBadge, Timestamp],
  templateUrl: './alert-page.html',
  styleUrl: './alert-page.scss',
})
export class AlertPage {
  /** From the address. */
  readonly id = input.required<string>();

  private readonly titles = inject(PageTitle);
  protected readonly alert = alertQuery(() => this.id(), { pollMs });
  protected readonly shown = computed(() => {
    const alert = this.alert.value();
    return alert && { alert, badge: alertBadge(alert), rule: ruleNames[alert.rule] ?? alert.rule };
  });

  constructor() {
    effect(() => {
      const shown = this.shown();
      if (shown) this.titles.name(`${shown.rule}: ${shown.alert.target}`);
    });
  }
}
