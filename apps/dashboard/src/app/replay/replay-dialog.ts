import { Component, computed, DestroyRef, inject, input, type OnInit, output, signal } from '@angular/core';
import { ActionDialog } from '../actions/action-dialog';
import { Attempt } from '../actions/attempt';
import type { ActionAuthor } from '../actions/action-author';
import { follow } from '../api/follow';
import type { ReplayView } from './replay';
import { ReplaySource } from './replay-source';
import { ReplaySummary } from './replay-summary';

const areOver = (replays: ReplayView[]): boolean => replays.every(({ finishedAt }) => finishedAt !== null);

/** Replays a source: first says what would change, then does it. */
@Component({
  selector: 'twl-replay-dialog',
  imports: [ActionDialog, ReplaySummary],
  templateUrl: './replay-dialog.html',
  styleUrl: './replay-dialog.scss',
})
export class ReplayDialog implements OnInit {
  readonly source = input.required<string>();
  /** Records may have changed. */
  readonly closed = output();

  private readonly replaySource = inject(ReplaySource);
  private readonly leaving = new AbortController();
  protected readonly preview = signal<ReplayView[]>([]);
  protected readonly replays = signal<ReplayView[]>([]);
  protected readonly attempt = new Attempt();
  protected readonly shown = computed(() => (this.replays().length > 0 ? this.replays() : this.preview()));
  protected readonly isPreviewed = computed(() => this.preview().length > 0 && this.preview().every(({ state }) => state === 'done'));
  protected readonly isDone = computed(() => this.replays().length > 0 && areOver(this.replays()));

  constructor() {
    inject(DestroyRef).onDestroy(() => this.leaving.abort());
  }

  async ngOnInit(): Promise<void> {
    await this.attempt.run(async () => this.follow(await this.replaySource.preview(this.source()), (now) => this.preview.set(now)));
  }

  protected async replay(by: ActionAuthor): Promise<void> {
    await this.attempt.run(async () => this.follow(await this.replaySource.start(this.source(), by), (now) => this.replays.set(now)));
  }

  private async follow(first: ReplayView[], show: (now: ReplayView[]) => void): Promise<void> {
    const next = () => Promise.all(first.map(({ id }) => this.replaySource.progress(id)));
    await follow(first, { isOver: areOver, next, show, signal: this.leaving.signal });
  }
}
