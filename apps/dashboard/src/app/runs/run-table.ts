import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Run } from '@twl/contracts';
import { Bytes } from '../display/bytes';
import { CountText } from '../display/count';
import { Duration } from '../display/duration';
import { lookOf, runStateLooks } from '../display/looks';
import { Timestamp } from '../display/moment';
import { StreamLabel } from '../display/stream-name';
import { isBalanced, outcomes } from '../display/counts/outcomes';
import { StatusBadge } from '../display/status-badge';

/** Runs with a column for each outcome, so that anybody can see them add up to what was fetched. */
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
      look: lookOf(runStateLooks, run.state),
      // While a run is under way its books are still being written.
      balanced: run.state === 'running' || isBalanced(run.counts),
    })),
  );
}
