import { HttpClient } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { api } from './queries';

/** A run that was asked for. */
export interface AcceptedRun {
  id: string;
  source: string;
  stream: string;
}

/** Asks for a source to be run now. */
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
