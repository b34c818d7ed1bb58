import { Component, computed, input } from '@angular/core';
import { CountText } from '../display/count';
import type { ReplayView } from './replay';

const parts = ['new', 'changed', 'unchanged', 'removed', 'quarantined'] as const;
const shownHoles = 5;

/** What the replay of one stream did, or would do, with samples of what differs. */
@Component({
  selector: 'twl-replay-summary',
  imports: [CountText],
  templateUrl: './replay-summary.html',
  styleUrl: './replay-summary.scss',
})
export class ReplaySummary {
  readonly replay = input.required<ReplayView>();

  protected readonly sums = computed(() => {
    const { result } = this.replay();
    return result ? parts.map((name) => ({ name, count: result[name] })) : [];
  });
  protected readonly holes = computed(() => this.replay().result?.holes.slice(0, shownHoles) ?? []);
}
