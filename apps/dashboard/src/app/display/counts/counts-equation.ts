import { Component, computed, input } from '@angular/core';
import type { Counts } from '@twl/contracts';
import { CountText } from '../count';
import { isBalanced, outcomes } from './outcomes';

/** The books of a run in one line: fetched = what became of it, without the outcomes that did not occur. */
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
