import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Drift } from '@twl/contracts';
import { driftLooks, lookOf } from '../display/looks';
import { Timestamp } from '../display/moment';
import { StatusBadge } from '../display/status-badge';
import { StreamLabel } from '../display/stream-name';

/** Changes of the fields of streams: which field, what it was and is, and what was done about it. */
@Component({
  selector: 'twl-drift-list',
  imports: [Timestamp, RouterLink, StatusBadge, StreamLabel],
  templateUrl: './drift-list.html',
  styleUrl: './drift-list.scss',
})
export class DriftList {
  readonly drifts = input.required<readonly Drift[]>();
  /** Whether they are of several runs: then each names its own. */
  readonly showRun = input(false);

  protected look(drift: Drift) {
    return lookOf(driftLooks, drift.status);
  }
}
