import { inject, Service } from '@angular/core';
import type { ActionAuthor } from '../actions/action-author';
import { Send } from '../api/send';

/** Result of one redrive or discard. */
export interface RedriveResponse {
  kind: 'applied' | 'queued' | 'refused' | 'closed' | 'failed' | 'matched' | 'discarded';
  outcome?: string;
  detail?: string;
}

/** A bulk redrive and its progress. */
export interface RedriveProgress {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  detail?: string;
  finishedAt: string | null;
  matched: number;
  more: boolean;
  done: number;
  results: (RedriveResponse & { id: string })[];
}

/** Filter of a bulk redrive. */
export type RedriveFilter = Partial<Record<'source' | 'stream' | 'runId' | 'kind' | 'reason', string | undefined>>;

/** Redrives and discards failures. @throws HttpErrorResponse */
@Service()
export class FailureActionsClient {
  private readonly send = inject(Send);

  async redrive(id: string, by: ActionAuthor): Promise<RedriveResponse> {
    return JSON.parse(await this.send.post(`failures/${encodeURIComponent(id)}/redrive`, by)) as RedriveResponse;
  }

  async discard(id: string, by: ActionAuthor): Promise<RedriveResponse> {
    return JSON.parse(await this.send.post(`failures/${encodeURIComponent(id)}/discard`, by)) as RedriveResponse;
  }

  async preview(filter: RedriveFilter): Promise<RedriveProgress> {
    return JSON.parse(await this.send.post('redrives', { filter, dryRun: true })) as RedriveProgress;
  }

  async redriveAll(filter: RedriveFilter, by: ActionAuthor): Promise<RedriveProgress> {
    return JSON.parse(await this.send.post('redrives', { filter, dryRun: false, ...by })) as RedriveProgress;
  }

  async progress(id: string): Promise<RedriveProgress> {
    return JSON.parse(await this.send.get(`redrives/${encodeURIComponent(id)}`)) as RedriveProgress;
  }
}

/** The result of a redrive in words. */
export const redrivenText = ({ kind, outcome, detail }: RedriveResponse): string =>
  ({
    applied: `stored as ${outcome ?? 'it is'}`,
    queued: 'its page is being processed again',
    refused: `refused again: ${detail ?? ''}`,
    closed: 'it was already closed',
    failed: `redrive failed: ${detail ?? ''}`,
    matched: 'would be redriven',
    discarded: 'discarded',
  })[kind];
