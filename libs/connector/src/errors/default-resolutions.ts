import type { HttpError } from '@twl/ports';
import type { Outcome } from '../component/exchange';
import type { Resolution } from '../component/roles';

const bad = (message: string): Resolution => ({ action: 'FAIL', failureType: 'system_error', message });
const denied = (message: string): Resolution => ({ action: 'FAIL', failureType: 'config_error', message });
const passing = (message: string): Resolution => ({ action: 'RETRY', failureType: 'transient_error', message });

/** What a status means unless the manifest says otherwise. */
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

const forError = (error: HttpError): Resolution => {
  if (error.retryable) return passing(error.message);
  return error.code === 'HTTP_FORBIDDEN' ? denied(error.message) : bad(error.message);
};

/** What the language says about a status; undefined when it says nothing. */
export const knownStatus = (status: number): Resolution | undefined => byStatus[status];

/** What an outcome means when no rule of the manifest applies: unknown statuses are tried again. */
export const defaultResolution = ({ answer, error }: Outcome): Resolution => {
  if (error) return forError(error);
  if (answer.status < 400 || answer.status >= 600) return { action: 'SUCCESS' };
  return byStatus[answer.status] ?? { action: 'RETRY', failureType: 'system_error', message: `HTTP ${answer.status}: unexpected status` };
};
