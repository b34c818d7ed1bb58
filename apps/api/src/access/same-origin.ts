import type { Request } from 'express';

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
