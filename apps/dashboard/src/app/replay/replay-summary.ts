import { Component, computed, input } from '@angular/core';
import { Count } from '../display/count';
import type { Replay } from './replay';

const parts = ['new', 'changed', 'unchanged', 'removed', 'quarantined'] as const;
const shownHoles = 5;

/** What the replay of one stream did, or would do, with samples of what differs. */
@Component({
  selector: 'twl-replay-summary',
  imports: [Count],
  templateUrl: './replay-summary.html',
  styleUrl: './replay-summary.scss',
})
export class ReplaySummary {
  readonly replay = input.required<Replay>();

  protected readonly sums = computed(() => {
    const { result } = this.replay();
    return result ? parts.map((name) => ({ name, count: result[name] })) : [];
  });
  protected readonly holes = computed(() => this.replay().result?.holes.slice(0, shownHoles) ?? []);
}
