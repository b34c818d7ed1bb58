import { inject, Service } from '@angular/core';
import type { ActionAuthor } from '../actions/action-author';
import { Send } from '../api/send';
import { readReplay, readReplays, type ReplayView } from './replay';

/** Makes the records of a source again from the raw zone. @throws HttpErrorResponse */
@Service()
export class ReplaySource {
  private readonly send = inject(Send);

  async preview(source: string): Promise<ReplayView[]> {
    return readReplays(await this.send.post(`sources/${encodeURIComponent(source)}/replays`, { dryRun: true }));
  }

  async start(source: string, by: ActionAuthor): Promise<ReplayView[]> {
    return readReplays(await this.send.post(`sources/${encodeURIComponent(source)}/replays`, { dryRun: false, ...by }));
  }

  async progress(id: string): Promise<ReplayView> {
    return readReplay(await this.send.get(`replays/${encodeURIComponent(id)}`));
  }
}
