import { inject, Service } from '@angular/core';
import type { By } from '../actions/by';
import { Send } from '../api/send';
import { readReplay, readReplays, type Replay } from './replay';

/** Makes the records of a source again from the raw zone. @throws HttpErrorResponse */
@Service()
export class ReplaySource {
  private readonly send = inject(Send);

  async preview(source: string): Promise<Replay[]> {
    return readReplays(await this.send.post(`sources/${encodeURIComponent(source)}/replays`, { dryRun: true }));
  }

  async start(source: string, by: By): Promise<Replay[]> {
    return readReplays(await this.send.post(`sources/${encodeURIComponent(source)}/replays`, { dryRun: false, ...by }));
  }

  async look(id: string): Promise<Replay> {
    return readReplay(await this.send.get(`replays/${encodeURIComponent(id)}`));
  }
}
