import { inject, Service } from '@angular/core';
import type { ActionAuthor } from '../actions/by';
import { Send } from '../api/send';

/** What became of one failure that was tried again. */
export interface RedriveAnswer {
  kind: 'applied' | 'queued' | 'refused' | 'closed' | 'failed' | 'matched' | 'discarded';
  outcome?: string;
  detail?: string;
}

/** A redrive of many, and how far it is. */
export interface RedriveProgress {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  detail?: string;
  finishedAt: string | null;
  matched: number;
  more: boolean;
  done: number;
  results: (RedriveAnswer & { id: string })[];
}

/** What narrows the failures that are tried again. */
export type RedriveFilter = Partial<Record<'source' | 'stream' | 'run' | 'kind' | 'reason', string | undefined>>;

/** Tries failures again, or gives them up. @throws HttpErrorResponse */
@Service()
export class MendFailures {
  private readonly send = inject(Send);

  async redrive(id: string, by: ActionAuthor): Promise<RedriveAnswer> {
    return JSON.parse(await this.send.post(`failures/${encodeURIComponent(id)}/redrive`, by)) as RedriveAnswer;
  }

  async discard(id: string, by: ActionAuthor): Promise<RedriveAnswer> {
    return JSON.parse(await this.send.post(`failures/${encodeURIComponent(id)}/discard`, by)) as RedriveAnswer;
  }

  async preview(filter: RedriveFilter): Promise<RedriveProgress> {
    return JSON.parse(await this.send.post('redrives', { filter, dryRun: true })) as RedriveProgress;
  }

  async redriveAll(filter: RedriveFilter, by: ActionAuthor): Promise<RedriveProgress> {
    return JSON.parse(await this.send.post('redrives', { filter, dryRun: false, ...by })) as RedriveProgress;
  }

  async look(id: string): Promise<RedriveProgress> {
    return JSON.parse(await this.send.get(`redrives/${encodeURIComponent(id)}`)) as RedriveProgress;
  }
}

/** What became of a failure, in words. */
export const redrivenText = ({ kind, outcome, detail }: RedriveAnswer): string =>
  ({
    applied: `stored, as ${outcome ?? 'it is'}`,
    queued: 'its page is being processed again',
    refused: `refused again: ${detail ?? ''}`,
    closed: 'it was dealt with before',
    failed: `could not be tried: ${detail ?? ''}`,
    matched: 'would be tried',
    discarded: 'discarded',
  })[kind];
