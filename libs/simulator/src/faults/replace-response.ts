import { jsonHeaders, type SimulatedResponse } from '../http/simulated-response';
import type { Fault } from './fault';

const absurdSeconds = 1_000_000_000;

const retryAfter = (fault: Extract<Fault, { kind: 'rate_limit' }>, now: number): Record<string, string> => {
  const seconds = fault.retryAfter ?? 1;
  if (fault.form === 'none') return {};
  if (fault.form === 'absurd') return { 'Retry-After': String(absurdSeconds) };
  return { 'Retry-After': fault.form === 'date' ? new Date(now + seconds * 1000).toUTCString() : String(seconds) };
};

const html = '<!doctype html>\n<html><head><title>Maintenance</title></head><body><h1>We are back soon</h1></body></html>\n';

const faultResponse = (status: number, body: unknown, headers: Record<string, string> = jsonHeaders): SimulatedResponse => ({
  status,
  headers: { ...headers },
  body,
});

/** Returns the response that a fault sends instead of the endpoint's; undefined if it spoils the endpoint's own. */
export const replaceResponse = (fault: Fault, url: URL, now: number): SimulatedResponse | undefined => {
  switch (fault.kind) {
    case 'rate_limit':
      return faultResponse(429, { error: 'too many requests' }, { ...jsonHeaders, ...retryAfter(fault, now) });
    case 'status': {
      const wait: Record<string, string> = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
      return faultResponse(fault.status ?? 500, { error: 'the server made a mistake' }, { ...jsonHeaders, ...wait });
    }
    case 'html':
      return { ...faultResponse(fault.status ?? 200, undefined, { 'Content-Type': 'text/html; charset=utf-8' }), text: html };
    case 'error_object':
      return faultResponse(fault.status ?? 200, { error: { code: 'INTERNAL', message: 'something went wrong, please try again' } });
    case 'empty_body':
      return { ...faultResponse(200, undefined), text: '' };
    case 'deep':
      return { ...faultResponse(200, undefined), text: '['.repeat(fault.levels ?? 1_000) + ']'.repeat(fault.levels ?? 1_000) };
    case 'redirect':
      return faultResponse(fault.status ?? 302, { error: 'moved' }, { ...jsonHeaders, Location: fault.to ?? url.pathname + url.search });
    default:
      return undefined;
  }
};
