import { Component, computed, input } from '@angular/core';
import type { Run } from '@twl/contracts';
import { runHistoryQuery } from '../api/queries';
import { CountText } from '../display/count';
import { Timestamp } from '../display/timestamp';
import { describeStep } from './history-step';

const pollMs = 3_000;

/** What a run did, step by step, while it goes on and afterwards. */
@Component({
  selector: 'twl-run-history',
  imports: [CountText, Timestamp],
  templateUrl: './run-history.html',
  styleUrl: './run-history.scss',
})
export class RunHistorySection {
  readonly run = input.required<Run>();

  private readonly found = runHistoryQuery(() => this.run().id, { pollMs });
  protected readonly history = this.found.value;
  protected readonly steps = computed(() => (this.history()?.items ?? []).map(describeStep));
}
