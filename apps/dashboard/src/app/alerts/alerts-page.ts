import { Component, computed } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import type { AlertsQuery } from '@twl/contracts';
import { alertsQuery, sourcesQuery } from '../api/queries';
import { EmptyNote } from '../display/empty-note';
import { ErrorPanel } from '../display/error-panel';
import { ChoiceField } from '../filters/choice-field';
import { sourceChoices } from '../filters/source-choices';
import { PagePosition } from '../paging/page-position';
import { Pager } from '../paging/pager';
import { ruleNames } from './alert-badges';
import { AlertItem } from './alert-item';
import { TestButton } from './test-button';

const names = ['source', 'rule', 'state'] as const satisfies readonly (keyof AlertsQuery)[];
const pollMs = 5_000;
const pageSize = 50;

/** Alerts with their evidence: those that fire first. */
@Component({
  selector: 'twl-alerts-page',
  imports: [AlertItem, ChoiceField, EmptyNote, ErrorPanel, MatButton, MatProgressBar, Pager, TestButton],
  templateUrl: './alerts-page.html',
  styleUrl: './alerts-page.scss',
})
export class AlertsPage {
  protected readonly rules = Object.entries(ruleNames).map(([value, label]) => ({ value, label }));
  protected readonly states = [
    { value: 'firing', label: 'Firing' },
    { value: 'resolved', label: 'Resolved' },
  ];
  protected readonly position = new PagePosition(names);
  protected readonly sources = sourcesQuery();
  protected readonly alerts = alertsQuery(() => ({ ...this.position.filters(), limit: pageSize, cursor: this.position.cursor() }), {
    pollMs,
  });
  protected readonly sourceChoices = computed(() => sourceChoices(this.sources.value()?.items ?? [], this.position.filters()));
}
