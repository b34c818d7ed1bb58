import type { Request } from 'express';
import { notFromOwnPage } from './access-problems';

/**
 * Returns true if a browser says that a request comes from a page of this very origin. Browsers send `Sec-Fetch-Site` over https and on loopback,
 * and `Origin` with every change.
 */
export const isFromOwnPage = ({ headers }: Pick<Request, 'headers'>): boolean => {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin, host } = headers;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host;
};

/** Returns the origin of the page of this origin that sends a request. @throws ProblemException 403 for any other sender */
export const originOfOwnPage = (request: Pick<Request, 'headers'>): string => {
  const { origin } = request.headers;
  if (origin === undefined || !URL.canParse(origin) || !isFromOwnPage(request)) throw notFromOwnPage();
  return new URL(origin).origin;
};
