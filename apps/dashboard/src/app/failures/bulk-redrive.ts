import { Component, computed, DestroyRef, inject, input, type OnInit, output, signal } from '@angular/core';
import { ActionDialog } from '../actions/action-dialog';
import { Attempt } from '../actions/attempt';
import type { ActionAuthor } from '../actions/action-author';
import { follow } from '../api/follow';
import { CountText } from '../display/count';
import { FailureActionsClient, redrivenText, type RedriveFilter, type RedriveProgress } from './failure-actions-client';

const shownResults = 20;
const kinds = {
  applied: 'stored',
  queued: 'being processed again',
  refused: 'refused again',
  closed: 'already closed',
  failed: 'failed',
};

/** Redrives all open failures that match the filters, after it shows how many there are. */
@Component({
  selector: 'twl-bulk-redrive',
  imports: [ActionDialog, CountText],
  templateUrl: './bulk-redrive.html',
  styleUrl: './bulk-redrive.scss',
})
export class BulkRedrive implements OnInit {
  readonly filter = input.required<RedriveFilter>();
  /** Emits on close; some failures may have been redriven. */
  readonly closed = output();

  private readonly client = inject(FailureActionsClient);
  private readonly leaving = new AbortController();
  protected readonly preview = signal<RedriveProgress | undefined>(undefined);
  protected readonly redrives = signal<RedriveProgress | undefined>(undefined);
  protected readonly attempt = new Attempt();
  protected readonly narrowed = computed(() => Object.entries(this.filter()).filter(([, value]) => value));
  protected readonly sums = computed(() => {
    const results = this.redrives()?.results ?? [];
    return Object.entries(kinds).flatMap(([kind, label]) => {
      const count = results.filter((result) => result.kind === kind).length;
      return count > 0 ? [{ label, count }] : [];
    });
  });
  protected readonly failedResults = computed(() =>
    (this.redrives()?.results ?? [])
      .filter(({ kind }) => kind === 'refused' || kind === 'failed')
      .slice(0, shownResults)
      .map((result) => ({ id: result.id, text: redrivenText(result) })),
  );
  protected readonly isDone = computed(() => this.redrives()?.finishedAt != null);

  constructor() {
    inject(DestroyRef).onDestroy(() => this.leaving.abort());
  }

  async ngOnInit(): Promise<void> {
    await this.attempt.run(async () => this.preview.set(await this.client.preview(this.filter())));
  }

  protected async redrive(by: ActionAuthor): Promise<void> {
    await this.attempt.run(async () => {
      const first = await this.client.redriveAll(this.filter(), by);
      await follow(first, {
        isOver: ({ finishedAt }) => finishedAt !== null,
        next: () => this.client.progress(first.id),
        show: (now) => this.redrives.set(now),
        signal: this.leaving.signal,
      });
    });
  }
}
