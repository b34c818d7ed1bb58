import type { HttpError } from '@twl/ports';
import type { ExchangeResult } from '../exchange/exchange';
import type { Resolution } from '../roles/roles';

const bad = (message: string): Resolution => ({ action: 'FAIL', failureType: 'system_error', message });
const denied = (message: string): Resolution => ({ action: 'FAIL', failureType: 'config_error', message });
const passing = (message: string): Resolution => ({ action: 'RETRY', failureType: 'transient_error', message });

/** The rule of the language for a status. */
const byStatus: Partial<Record<number, Resolution>> = {
  400: bad('HTTP 400: the source does not understand the request; check its parameters'),
  401: denied('HTTP 401: the source does not accept the credentials'),
  403: denied('HTTP 403: the credentials do not give access to this'),
  404: bad('HTTP 404: there is nothing at this address'),
  405: bad('HTTP 405: the source does not allow this method here'),
  408: passing('HTTP 408: the source waited too long for the request'),
  429: { action: 'RATE_LIMITED', failureType: 'transient_error', message: 'HTTP 429: too many requests' },
  500: passing('HTTP 500: the source failed'),
  502: passing('HTTP 502: the source is not reachable behind its gateway'),
  503: passing('HTTP 503: the source is not available'),
  504: passing('HTTP 504: the source did not answer its gateway in time'),
};

/** Statuses that a retry cannot change: an extension of the language, which retries every unknown status. */
const hopeless: Partial<Record<number, Resolution>> = {
  402: denied('HTTP 402: the source asks for payment'),
  406: bad('HTTP 406: the source has no response in the form that is asked for; check the header Accept'),
  407: denied('HTTP 407: a proxy asks for credentials'),
  410: bad('HTTP 410: what was at this address has been taken away'),
  411: bad('HTTP 411: the source wants the length of the request'),
  413: bad('HTTP 413: the request is too large for the source'),
  414: bad('HTTP 414: the address is too long for the source'),
  415: bad('HTTP 415: the source does not read this type of body; check the header Content-Type'),
  416: bad('HTTP 416: the source has nothing in the range that is asked for'),
  422: bad('HTTP 422: the source cannot do what the request asks for; check its parameters'),
  426: bad('HTTP 426: the source wants another protocol'),
  431: bad('HTTP 431: the headers of the request are too large for the source'),
  451: denied('HTTP 451: the source may not give this for legal reasons'),
  501: bad('HTTP 501: the source does not know this method'),
  505: bad('HTTP 505: the source does not speak this version of HTTP'),
};

const forError = (error: HttpError): Resolution => {
  if (error.retryable) return passing(error.message);
  return error.code === 'HTTP_FORBIDDEN' || error.code === 'HTTP_NO_HOST' ? denied(error.message) : bad(error.message);
};

/** Returns true if the language has a rule for a status. */
export const isKnownStatus = (status: number): Resolution | undefined => byStatus[status];

/**
 * Returns the meaning of an outcome when no rule of the manifest applies: what a retry cannot change fails at once, unknown statuses are
 * retried.
 */
export const defaultResolutionOf = ({ response, error }: ExchangeResult): Resolution => {
  if (error) return forError(error);
  if (response.status < 400 || response.status >= 600) return { action: 'SUCCESS' };
  return (
    byStatus[response.status] ??
    hopeless[response.status] ?? { action: 'RETRY', failureType: 'system_error', message: `HTTP ${response.status}: unexpected status` }
  );
};
