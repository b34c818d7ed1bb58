import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import type { RunState, SourceStatus } from '@twl/contracts';
import { errorLine } from '../api/problem';
import { RunSource } from '../api/run-source';
import { CountText } from '../display/count';
import { CountsEquation } from '../display/counts/counts-equation';
import { Icon } from '../display/icon';
import { activityBadges, freshnessBadges, badgeOf, runStateBadges } from '../display/badges';
import { Timestamp } from '../display/timestamp';
import { StatusBadge } from '../display/status-badge';
import { needsAttention } from './attention';
import { ReplayDialog } from '../replay/replay-dialog';
import { StreamList } from './stream-list';

const goodStates: ReadonlySet<string> = new Set<RunState | ''>(['', 'succeeded', 'partial', 'not_modified']);

/** One source: freshness, activity, last finished run, next run, and a button to run it now. */
@Component({
  selector: 'twl-source-card',
  imports: [CountText, CountsEquation, Icon, MatButton, Timestamp, ReplayDialog, RouterLink, StatusBadge, StreamList],
  templateUrl: './source-card.html',
  styleUrl: './source-card.scss',
  host: {
    class: 'card',
    '[class.wanting]': 'attention()',
    '[class.broken]': "source().problems.length > 0 || freshness().tone === 'bad'",
  },
})
export class SourceCard {
  readonly source = input.required<SourceStatus>();
  /** A run was accepted, or a replay may have changed records. */
  readonly started = output();

  private readonly runs = inject(RunSource);
  protected readonly note = signal('');
  protected readonly refusal = signal('');
  protected readonly asking = signal(false);
  protected readonly replays = signal(false);
  protected readonly attention = computed(() => needsAttention(this.source()));
  protected readonly freshness = computed(() => badgeOf(freshnessBadges, this.source().freshness));
  protected readonly activity = computed(() => activityBadges[this.source().activity]);
  protected readonly last = computed(() => this.source().lastFinishedRun);
  protected readonly lastState = computed(() => badgeOf(runStateBadges, this.last()?.state ?? ''));
  /** If the newest finished run failed: time of the last success of the oldest stream. */
  protected readonly lastGood = computed(() => {
    const times = this.source().streams.map(({ lastSuccessAt }) => lastSuccessAt ?? '');
    return goodStates.has(this.last()?.state ?? '') ? '' : times.sort().at(0);
  });
  protected readonly lastReasons = computed(() =>
    this.source().streams.flatMap(({ name, lastFinishedRun: run }) => (run?.reason ? [{ stream: name, reason: run.reason }] : [])),
  );
  protected readonly isRemoved = computed(() => this.source().freshness === 'removed');
  protected readonly cannotRun = computed(
    () => this.asking() || this.source().activity === 'running' || this.source().problems.length > 0 || this.isRemoved(),
  );

  protected async runNow(): Promise<void> {
    if (this.cannotRun()) return;
    this.asking.set(true);
    this.refusal.set('');
    this.note.set('');
    try {
      const accepted = await this.runs.start(this.source().name);
      this.note.set(accepted.length > 1 ? `${accepted.length} runs accepted` : 'Run accepted');
      this.started.emit();
      setTimeout(() => this.note.set(''), 6_000);
    } catch (error) {
      this.refusal.set(errorLine(error));
    } finally {
      this.asking.set(false);
    }
  }

  protected replayed(): void {
    this.replays.set(false);
    this.started.emit();
  }
}
