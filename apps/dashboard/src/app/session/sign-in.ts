import { HttpClient } from '@angular/common/http';
import { inject, Service } from '@angular/core';
import type { Session } from '@twl/contracts';
import { firstValueFrom } from 'rxjs';
import { api } from '../api/queries';

/** Where the page to come back to is kept while the browser is at the issuer. It is no secret. */
const returnKey = 'twl-return';

/** Signs in and out. The session is in a cookie that no script can read. */
@Service()
export class SignIn {
  private readonly http = inject(HttpClient);

  /** @throws HttpErrorResponse */
  byKey(key: string): Promise<Session> {
    return firstValueFrom(this.http.post<Session>(`${api}/session/key`, { key }));
  }

  /** Returns the address at the issuer to go to. @throws HttpErrorResponse */
  async beginAtIssuer(returnTo: string): Promise<string> {
    const { url } = await firstValueFrom(this.http.post<{ url: string }>(`${api}/session/authorization`, null));
    sessionStorage.setItem(returnKey, returnTo);
    return url;
  }

  /** Finishes a sign-in at the issuer, and returns the page to go back to. @throws HttpErrorResponse */
  async finishAtIssuer(given: { code: string; state: string; iss?: string | undefined }): Promise<string> {
    await firstValueFrom(this.http.post<Session>(`${api}/session/code`, given));
    const page = sessionStorage.getItem(returnKey) ?? '/';
    sessionStorage.removeItem(returnKey);
    return ownPage(page);
  }

  /** Ends the session. @returns where to sign out at the issuer too, if one signed in there. @throws HttpErrorResponse */
  async signOut(): Promise<string | null> {
    const { issuerUrl } = await firstValueFrom(this.http.post<{ issuerUrl: string | null }>(`${api}/session/end`, null));
    return issuerUrl;
  }
}

/** Returns a path of this site, or the overview: an address that somebody else made up must not lead elsewhere. */
export const ownPage = (path: string | undefined): string => (path !== undefined && /^\/(?![/\\])/.test(path) ? path : '/');
