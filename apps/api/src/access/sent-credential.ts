import { isCredentialText } from '@twl/pipeline';
import type { Request } from 'express';

/** The credential of a request: an API key or the token of an issuer in the header, or a session in a cookie. */
export type SentCredential = { kind: 'key' | 'token' | 'session'; text: string };

/** Names of the cookie of a session. Browsers keep the first only if it came by https from this very host. */
export const sessionCookies = { secure: '__Host-twl-session', plain: 'twl-session' } as const;

/** Returns the value of a cookie. */
export const cookieIn = ({ headers }: Pick<Request, 'headers'>, name: string): string | undefined =>
  headers.cookie
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** Reads the credential of a request; the header takes precedence. `unreadable` if the header is none that we know. */
export const sentCredential = (request: Pick<Request, 'headers'>): SentCredential | 'unreadable' | undefined => {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const text = /^Bearer +([\w.~+/=-]+) *$/i.exec(authorization)?.[1];
    return text === undefined ? 'unreadable' : { kind: isCredentialText(text) ? 'key' : 'token', text };
  }
  const session = cookieIn(request, sessionCookies.secure) ?? cookieIn(request, sessionCookies.plain);
  return session === undefined ? undefined : { kind: 'session', text: session };
};
