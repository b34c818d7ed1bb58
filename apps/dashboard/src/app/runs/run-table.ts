import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Run } from '@twl/contracts';
import { Bytes } from '../display/bytes';
import { CountText } from '../display/count';
import { Duration } from '../display/duration';
import { badgeOf, runStateBadges } from '../display/badges';
import { Timestamp } from '../display/timestamp';
import { StreamLabel } from '../display/stream-name';
import { isBalanced, outcomes } from '../display/counts/outcomes';
import { StatusBadge } from '../display/status-badge';

/** Runs with a column for each outcome; the outcomes add up to the fetched records. */
@Component({
  selector: 'twl-run-table',
  imports: [Bytes, CountText, Duration, Timestamp, RouterLink, StatusBadge, StreamLabel],
  templateUrl: './run-table.html',
  styleUrl: './run-table.scss',
})
export class RunTable {
  readonly runs = input.required<readonly Run[]>();

  protected readonly outcomes = outcomes;
  protected readonly rows = computed(() =>
    this.runs().map((run) => ({
      ...run,
      badge: badgeOf(runStateBadges, run.state),
      // The counts of a running run are not final.
      balanced: run.state === 'running' || isBalanced(run.counts),
    })),
  );
}
