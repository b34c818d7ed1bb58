import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { failureStatusBadges, badgeOf } from '../display/badges';
import { Timestamp } from '../display/timestamp';
import { StatusBadge } from '../display/status-badge';
import { StreamLabel } from '../display/stream-name';
import { JsonText } from '../json/json-text';
import { FailureButtons } from './failure-actions';
import type { ShownFailure } from './read-failures';
import { reasonTexts } from './reasons';

/** One failure: kind, place, reason and the data. */
@Component({
  selector: 'twl-failure-item',
  imports: [FailureButtons, JsonText, Timestamp, RouterLink, StatusBadge, StreamLabel],
  templateUrl: './failure-item.html',
  styleUrl: './failure-item.scss',
})
export class FailureItem {
  readonly failure = input.required<ShownFailure>();
  /** An action was taken; the result in words. */
  readonly handled = output<string>();

  protected readonly badge = computed(() => badgeOf(failureStatusBadges, this.failure().status));
  protected readonly reason = computed(() => {
    const { reason } = this.failure();
    return reasonTexts[reason] ?? { label: reason, meaning: '' };
  });
}
