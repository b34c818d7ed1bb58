import { Component, computed, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { failureStatusLooks, lookOf } from '../display/looks';
import { Timestamp } from '../display/moment';
import { StatusBadge } from '../display/status-badge';
import { StreamLabel } from '../display/stream-name';
import { JsonText } from '../json/json-text';
import { FailureButtons } from './failure-actions';
import type { ShownFailure } from './read-failures';
import { reasonTexts } from './reasons';

/** One refusal: what, where, why, and the data itself. */
@Component({
  selector: 'twl-failure-item',
  imports: [FailureButtons, JsonText, Timestamp, RouterLink, StatusBadge, StreamLabel],
  templateUrl: './failure-item.html',
  styleUrl: './failure-item.scss',
})
export class FailureItem {
  readonly failure = input.required<ShownFailure>();
  /** Something was done about it; what came of it, in words. */
  readonly mended = output<string>();

  protected readonly look = computed(() => lookOf(failureStatusLooks, this.failure().status));
  protected readonly reason = computed(() => {
    const { reason } = this.failure();
    return reasonTexts[reason] ?? { label: reason, meaning: '' };
  });
}
