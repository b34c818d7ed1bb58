import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { StreamStatus } from '@twl/contracts';
import { CountText } from '../display/count';
import { activityBadges, freshnessBadges, badgeOf } from '../display/badges';
import { StatusBadge } from '../display/status-badge';

/** The streams of a source that has more than one. */
@Component({
  selector: 'twl-stream-list',
  imports: [CountText, RouterLink, StatusBadge],
  templateUrl: './stream-list.html',
  styleUrl: './stream-list.scss',
})
export class StreamList {
  readonly source = input.required<string>();
  readonly streams = input.required<readonly StreamStatus[]>();

  protected badge(stream: StreamStatus) {
    return badgeOf(freshnessBadges, stream.freshness);
  }

  protected activity(stream: StreamStatus) {
    return activityBadges[stream.activity];
  }
}
