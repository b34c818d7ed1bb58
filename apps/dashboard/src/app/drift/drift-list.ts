import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Drift } from '@twl/contracts';
import { driftBadges, badgeOf } from '../display/badges';
import { Timestamp } from '../display/timestamp';
import { StatusBadge } from '../display/status-badge';
import { StreamLabel } from '../display/stream-name';

/** Changed fields of streams: field, old and new type, and how the change was handled. */
@Component({
  selector: 'twl-drift-list',
  imports: [Timestamp, RouterLink, StatusBadge, StreamLabel],
  templateUrl: './drift-list.html',
  styleUrl: './drift-list.scss',
})
export class DriftList {
  readonly drifts = input.required<readonly Drift[]>();
  /** Shows the run of each change, for lists over several runs. */
  readonly showRun = input(false);

  protected badge(drift: Drift) {
    return badgeOf(driftBadges, drift.status);
  }
}
