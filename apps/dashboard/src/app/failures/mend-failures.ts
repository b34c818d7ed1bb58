import { inject, Service } from '@angular/core';
import type { By } from '../actions/by';
import { Send } from '../api/send';

/** What became of one failure that was tried again. */
export interface Redriven {
  kind: 'applied' | 'queued' | 'refused' | 'closed' | 'failed' | 'matched' | 'discarded';
  outcome?: string;
  detail?: string;
}

/** A redrive of many, and how far it is. */
export interface Redrives {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  detail?: string;
  finishedAt: string | null;
  matched: number;
  more: boolean;
  done: number;
  results: (Redriven & { id: string })[];
}

/** What narrows the failures that are tried again. */
export type RedriveFilter = Partial<Record<'source' | 'stream' | 'run' | 'kind' | 'reason', string | undefined>>;

/** Tries failures again, or gives them up. @throws HttpErrorResponse */
@Service()
export class MendFailures {
  private readonly send = inject(Send);

  async redrive(id: string, by: By): Promise<Redriven> {
    return JSON.parse(await this.send.post(`failures/${encodeURIComponent(id)}/redrive`, by)) as Redriven;
  }

  async discard(id: string, by: By): Promise<Redriven> {
    return JSON.parse(await this.send.post(`failures/${encodeURIComponent(id)}/discard`, by)) as Redriven;
  }

  async preview(filter: RedriveFilter): Promise<Redrives> {
    return JSON.parse(await this.send.post('redrives', { filter, dryRun: true })) as Redrives;
  }

  async redriveAll(filter: RedriveFilter, by: By): Promise<Redrives> {
    return JSON.parse(await this.send.post('redrives', { filter, dryRun: false, ...by })) as Redrives;
  }

  async look(id: string): Promise<Redrives> {
    return JSON.parse(await this.send.get(`redrives/${encodeURIComponent(id)}`)) as Redrives;
  }
}

/** What became of a failure, in words. */
export const redrivenText = ({ kind, outcome, detail }: Redriven): string =>
  ({
    applied: `stored, as ${outcome ?? 'it is'}`,
    queued: 'its page is being processed again',
    refused: `refused again: ${detail ?? ''}`,
    closed: 'it was dealt with before',
    failed: `could not be tried: ${detail ?? ''}`,
    matched: 'would be tried',
    discarded: 'discarded',
  })[kind];
