import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { AllowedHosts } from './allowed-hosts';
import { ProblemException } from './problem-exception';

const reading: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Refuses requests to a name that is not this server's, and changes that a browser sends for a page of another site, port or name.
 * Without `hosts` any name is this server's: a gateway before it decides.
 */
export const refuseStrangers =
  (hosts: AllowedHosts | undefined): RequestHandler =>
  ({ method, headers }: Request, _response: Response, next: NextFunction): void => {
    const { host, origin } = headers;
    if (hosts && !hosts.isOurs(host)) return next(unknownHost(host));
    if (reading.includes(method)) return next();
    const site = headers['sec-fetch-site'];
    const isOther = site === 'cross-site' || (hosts && origin !== undefined && !hosts.mayChange(origin, host));
    next(isOther ? crossSite() : undefined);
  };

const unknownHost = (host = ''): ProblemException =>
  new ProblemException({
    status: 403,
    code: 'HOST_NOT_ALLOWED',
    detail: `this server does not answer to the name ${JSON.stringify(host.slice(0, 100))}; the setting ALLOWED_HOSTS adds names`,
  });

const crossSite = (): ProblemException =>
  new ProblemException({ status: 403, code: 'CROSS_SITE', detail: 'pages of another site, port or name may only read' });
