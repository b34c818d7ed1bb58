import { Component, computed, effect, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import { runQuery } from '../api/queries';
import { Bytes } from '../display/bytes';
import { CountText } from '../display/count';
import { Duration } from '../display/duration';
import { EmptyNote } from '../display/empty-note';
import { badgeOf, runStateBadges } from '../display/badges';
import { Timestamp } from '../display/timestamp';
import { StatusBadge } from '../display/status-badge';
import { StreamLabel } from '../display/stream-name';
import { ErrorPanel } from '../display/error-panel';
import { RunDrift } from '../drift/run-drift';
import { PageTitle } from '../shell/page-title';
import { RunCounts } from './run-counts';
import { RunHistorySection } from './run-history';
import { DeletionsPanel } from './run-deletions';

const pollMs = 3_000;

/** One run: times, size and the outcome of every record. */
@Component({
  selector: 'twl-run-page',
  imports: [
    Bytes,
    CountText,
    Duration,
    EmptyNote,
    MatButton,
    MatProgressBar,
    Timestamp,
    RouterLink,
    RunCounts,
    DeletionsPanel,
    RunDrift,
    RunHistorySection,
    StatusBadge,
    StreamLabel,
    ErrorPanel,
  ],
  templateUrl: './run-page.html',
  styleUrl: './run-page.scss',
})
export class RunPage {
  /** From the address. */
  readonly id = input.required<string>();

  private readonly titles = inject(PageTitle);
  protected readonly run = runQuery(() => this.id(), { pollMs });
  protected readonly badge = computed(() => badgeOf(runStateBadges, this.run.value()?.state ?? ''));

  constructor() {
    effect(() => {
      const run = this.run.value();
      if (run) this.titles.name(`Run ${run.seq} of ${run.source} / ${run.stream}`);
    });
  }
}
