import type { CookieOptions, Request, Response } from 'express';
import { cookieIn, sessionCookies } from '../access/sent-credential';

const signInCookies = { secure: '__Host-twl-sign-in', plain: 'twl-sign-in' } as const;

const signInMs = 600_000;

const isSecure = (origin: string): boolean => origin.startsWith('https:');

/** No script reads these cookies, and no other site has them sent. */
const options = (origin: string): CookieOptions => ({ httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure(origin) });

const nameOf = (names: { secure: string; plain: string }, origin: string): string => (isSecure(origin) ? names.secure : names.plain);

/** Gives the browser its session. */
export const setSession = (response: Response, origin: string, session: { text: string; expiresAt: string }): void =>
  void response.cookie(nameOf(sessionCookies, origin), session.text, { ...options(origin), expires: new Date(session.expiresAt) });

/** Ties a sign-in that begins to this browser. */
export const setSignIn = (response: Response, origin: string, state: string): void =>
  void response.cookie(nameOf(signInCookies, origin), state, { ...options(origin), maxAge: signInMs });

/** Returns the state of the sign-in that this browser began. */
export const signInOf = (request: Request): string | undefined =>
  cookieIn(request, signInCookies.secure) ?? cookieIn(request, signInCookies.plain);

/** Removes both cookies, also those of the other scheme. */
export const clearCookies = (response: Response): void => {
  for (const names of [sessionCookies, signInCookies]) {
    response.clearCookie(names.secure, options('https:'));
    response.clearCookie(names.plain, options('http:'));
  }
};
