import { HttpClient } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { api } from './queries';

/** Sends what changes something, and reads progress. Responses are text, so that no digit is lost. */
@Service()
export class Send {
  private readonly http = inject(HttpClient);

  /** @throws HttpErrorResponse */
  post(path: string, body: object): Promise<string> {
    return firstValueFrom(this.http.post(`${api}/${path}`, body, { responseType: 'text' }));
  }

  /** @throws HttpErrorResponse */
  get(path: string): Promise<string> {
    return firstValueFrom(this.http.get(`${api}/${path}`, { responseType: 'text' }));
  }
}
