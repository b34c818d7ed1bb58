import { Component, computed, input } from '@angular/core';
import type { Counts } from '@twl/contracts';
import { CountText } from '../count';
import { isBalanced, outcomes } from './outcomes';

/** The counts of a run on one line: fetched = the sum of the outcomes that occurred. */
@Component({
  selector: 'twl-counts-equation',
  imports: [CountText],
  templateUrl: './counts-equation.html',
  styleUrl: './counts-equation.scss',
})
export class CountsEquation {
  readonly counts = input.required<Counts>();

  protected readonly terms = computed(() => {
    const counts = this.counts();
    return outcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => ({ outcome, count: counts[outcome] }));
  });
  protected readonly balanced = computed(() => isBalanced(this.counts()));
}
