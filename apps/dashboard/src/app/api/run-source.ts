import { HttpClient } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { api } from './queries';

/** An accepted run request. */
export interface AcceptedRun {
  id: string;
  source: string;
  stream: string;
}

/** Requests a run of a source. */
@Service()
export class RunSource {
  private readonly http = inject(HttpClient);

  /** @throws HttpErrorResponse */
  async start(source: string): Promise<AcceptedRun[]> {
    const url = `${api}/sources/${encodeURIComponent(source)}/runs`;
    const { runs } = await firstValueFrom(this.http.post<{ runs: AcceptedRun[] }>(url, {}));
    return runs;
  }
}
