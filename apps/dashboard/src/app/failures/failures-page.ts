import { Component, computed, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import type { FailuresQuery } from '@twl/contracts';
import { listTextQuery, sourcesQuery } from '../api/queries';
import { EmptyNote } from '../display/empty-note';
import { Icon } from '../display/icon';
import { failureStatusBadges } from '../display/badges';
import { ErrorPanel } from '../display/error-panel';
import { ChoiceField } from '../filters/choice-field';
import { sourceChoices, streamChoices } from '../filters/source-choices';
import { PagePosition } from '../paging/page-position';
import { Pager } from '../paging/pager';
import { Search } from '../paging/search';
import { SearchProgress } from '../paging/search-progress';
import { BulkRedrive } from './bulk-redrive';
import { FailureItem } from './failure-item';
import { readFailures } from './read-failures';
import { reasonTexts } from './reasons';

const names = ['source', 'stream', 'runId', 'kind', 'status', 'reason'] as const satisfies readonly (keyof FailuresQuery)[];
const pageSize = 50;
const pollMs = 10_000;

/** Failures, newest first, with their reasons. */
@Component({
  selector: 'twl-failures-page',
  imports: [
    BulkRedrive,
    ChoiceField,
    EmptyNote,
    FailureItem,
    Icon,
    MatButton,
    MatProgressBar,
    Pager,
    RouterLink,
    SearchProgress,
    ErrorPanel,
  ],
  templateUrl: './failures-page.html',
  styleUrl: './failures-page.scss',
})
export class FailuresPage {
  protected readonly reasons = Object.entries(reasonTexts).map(([value, { label }]) => ({ value, label }));
  protected readonly statuses = Object.entries(failureStatusBadges).map(([value, { label }]) => ({ value, label }));
  protected readonly position = new PagePosition(names);
  protected readonly sources = sourcesQuery();
  protected readonly answer = listTextQuery(
    'failures',
    () => ({ ...this.position.filters(), limit: pageSize, cursor: this.position.cursor() }),
    {
      pollMs,
    },
  );
  protected readonly failures = computed(() => {
    const text = this.answer.value();
    return text === undefined ? undefined : readFailures(text);
  });
  protected readonly search = new Search(this.position, this.failures);
  /** The result of the last action. */
  protected readonly note = signal('');
  protected readonly asksForAll = signal(false);
  protected readonly hasOpen = computed(() => this.failures()?.items.some(({ status }) => status === 'open'));
  protected readonly redriveFilter = computed(() => {
    const { source, stream, runId, kind, reason } = this.position.filters();
    return { source, stream, runId, kind, reason };
  });
  protected readonly sourceChoices = computed(() => sourceChoices(this.sources.value()?.items ?? [], this.position.filters()));
  protected readonly streamChoices = computed(() => streamChoices(this.sources.value()?.items ?? [], this.position.filters()));

  protected handled(note: string): void {
    this.note.set(note);
    this.answer.reload();
  }

  protected redriven(): void {
    this.asksForAll.set(false);
    this.answer.reload();
  }
}
