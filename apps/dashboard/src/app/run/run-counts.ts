import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Outcome, Run } from '@twl/contracts';
import { CountText } from '../display/count';
import { isBalanced, outcomes } from '../display/counts/outcomes';

const meanings: Record<Outcome, string> = {
  new: 'seen for the first time',
  changed: 'stored as a new version',
  unchanged: 'the same as stored; nothing was written',
  stale: 'older than what is stored',
  duplicate: 'twice in the same run',
  quarantined: 'refused, kept with a reason',
  filtered: 'filtered by the manifest',
};

/** The counts of a run as a sum that a person can check. */
@Component({
  selector: 'twl-run-counts',
  imports: [CountText, RouterLink],
  templateUrl: './run-counts.html',
  styleUrl: './run-counts.scss',
})
export class RunCounts {
  readonly run = input.required<Run>();

  protected readonly rows = computed(() =>
    outcomes.map((outcome) => ({ outcome, meaning: meanings[outcome], count: this.run().counts[outcome] })),
  );
  protected readonly isOpen = computed(() => this.run().state === 'running');
  protected readonly balanced = computed(() => isBalanced(this.run().counts));
}
