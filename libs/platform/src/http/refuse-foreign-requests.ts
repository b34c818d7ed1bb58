import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { AllowedHosts } from './allowed-hosts';
import { ProblemException } from './problem-exception';

const readMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses requests to a host name that is not allowed, and changes that a browser sends for a page of another origin.
 * Without `hosts` any host name is allowed, because a gateway checks it.
 */
export const refuseForeignRequests =
  (hosts: AllowedHosts | undefined): RequestHandler =>
  ({ method, headers }: Request, _response: Response, next: NextFunction): void => {
    const { host, origin } = headers;
    if (hosts && !hosts.isOurs(host)) return next(unknownHost(host));
    if (readMethods.includes(method)) return next();
    const site = headers['sec-fetch-site'];
    const isOther = site === 'cross-site' || (hosts && origin !== undefined && !hosts.mayChange(origin, host));
    next(isOther ? crossSite() : undefined);
  };

const unknownHost = (host = ''): ProblemException =>
  new ProblemException({
    status: 403,
    code: 'HOST_NOT_ALLOWED',
    detail: `the host name ${JSON.stringify(host.slice(0, 100))} is not allowed; add it to the setting ALLOWED_HOSTS`,
  });

const crossSite = (): ProblemException =>
  new ProblemException({ status: 403, code: 'CROSS_SITE', detail: 'pages of another origin may only read' });
