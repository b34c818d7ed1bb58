import { jsonHeaders, type SimulatedAnswer } from '../http/answer';
import type { Fault } from './fault';

const absurdSeconds = 1_000_000_000;

const retryAfter = (fault: Extract<Fault, { kind: 'rate_limit' }>, now: number): Record<string, string> => {
  const seconds = fault.retryAfter ?? 1;
  if (fault.form === 'none') return {};
  if (fault.form === 'absurd') return { 'Retry-After': String(absurdSeconds) };
  return { 'Retry-After': fault.form === 'date' ? new Date(now + seconds * 1000).toUTCString() : String(seconds) };
};

const html = '<!doctype html>\n<html><head><title>Maintenance</title></head><body><h1>We are back soon</h1></body></html>\n';

const instead = (status: number, body: unknown, headers: Record<string, string> = jsonHeaders): SimulatedAnswer => ({
  status,
  headers: { ...headers },
  body,
});

/** Returns the response that a fault sends instead of the endpoint's; undefined if it spoils the endpoint's own. */
export const replaceAnswer = (fault: Fault, url: URL, now: number): SimulatedAnswer | undefined => {
  switch (fault.kind) {
    case 'rate_limit':
      return instead(429, { error: 'too many requests' }, { ...jsonHeaders, ...retryAfter(fault, now) });
    case 'status': {
      const wait: Record<string, string> = fault.retryAfter === undefined ? {} : { 'Retry-After': String(fault.retryAfter) };
      return instead(fault.status ?? 500, { error: 'the server made a mistake' }, { ...jsonHeaders, ...wait });
    }
    case 'html':
      return { ...instead(fault.status ?? 200, undefined, { 'Content-Type': 'text/html; charset=utf-8' }), text: html };
    case 'error_object':
      return instead(fault.status ?? 200, { error: { code: 'INTERNAL', message: 'something went wrong, please try again' } });
    case 'empty_body':
      return { ...instead(200, undefined), text: '' };
    case 'deep':
      return { ...instead(200, undefined), text: '['.repeat(fault.levels ?? 1_000) + ']'.repeat(fault.levels ?? 1_000) };
    case 'redirect':
      return instead(fault.status ?? 302, { error: 'moved' }, { ...jsonHeaders, Location: fault.to ?? url.pathname + url.search });
    default:
      return undefined;
  }
};
