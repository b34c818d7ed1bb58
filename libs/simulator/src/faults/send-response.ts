import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Fault } from './fault';
import { insertRawJson } from './spoil-records';
import type { SimulatedResponse } from '../http/simulated-response';

/** One exchange: the request, the response, and the active fault. */
export interface SimulatedExchange {
  request: IncomingMessage;
  response: ServerResponse;
  fault?: Fault | undefined;
  /** Aborted when the server closes. */
  signal: AbortSignal;
}

const responseBytes = (simulated: SimulatedResponse): Buffer =>
  Buffer.from(simulated.text ?? insertRawJson(JSON.stringify(simulated.body, null, simulated.pretty ? 2 : undefined)));

const weakTag = (bytes: Buffer): string =>
  `W/"${bytes.length.toString(16)}-${createHash('sha1').update(bytes).digest('base64').slice(0, 27)}"`;

const hasTag = (request: IncomingMessage, tag: string): boolean => {
  const known = request.headers['if-none-match'];
  return known === '*' || (known ?? '').split(/\s*,\s*/).some((each) => each.replace(/^W\//, '') === tag.slice(2));
};

const spoilBytes = (bytes: Buffer, fault: Fault): Buffer => {
  if (fault.kind === 'bom') return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
  if (fault.kind === 'invalid_utf8') {
    const inText = bytes.indexOf(': "') + 3 || bytes.indexOf(':"') + 2;
    return Buffer.concat([bytes.subarray(0, inText), Buffer.from([0xff, 0xfe]), bytes.subarray(inText)]);
  }
  if (fault.kind !== 'truncated') return bytes;
  const whole = fault.gzip ? gzipSync(bytes) : bytes;
  return whole.subarray(0, fault.keep ?? Math.floor(whole.length / 2));
};

const changesBytes = (fault: Fault | undefined): boolean =>
  fault !== undefined && ['truncated', 'wrong_length', 'reset', 'invalid_utf8', 'bom'].includes(fault.kind);

const sendReset = ({ response }: SimulatedExchange, bytes: Buffer, keep = Math.floor(bytes.length / 2)): void => {
  response.write(bytes.subarray(0, keep), () => {
    // Send the bytes before the reset, which would discard them.
    setTimeout(() => response.socket?.resetAndDestroy(), 20);
  });
};

const sendWrongLength = ({ response }: SimulatedExchange, bytes: Buffer, by = 100): void => {
  response.setHeader('Connection', 'close');
  response.setHeader('Content-Length', Math.max(0, bytes.length + by));
  response.write(bytes, () => response.socket?.end());
};

const sendSlowly = async ({ response, signal }: SimulatedExchange, bytes: Buffer, perSecond = 1): Promise<void> => {
  const chunk = Math.max(1, Math.floor(perSecond / 10));
  for (let at = 0; at < bytes.length && !response.destroyed; at += chunk) {
    response.write(bytes.subarray(at, at + chunk));
    await sleep((1000 * chunk) / perSecond, undefined, { signal });
  }
  response.end();
};

/** Writes the response; a fault of bytes or time is applied here. */
export const sendResponse = async (simulated: SimulatedResponse, exchange: SimulatedExchange): Promise<void> => {
  const { request, response, fault, signal } = exchange;
  if (fault?.kind === 'slow') await sleep(fault.delayMs ?? 1_000, undefined, { signal });
  const plain = responseBytes(simulated);
  const bytes = fault ? spoilBytes(plain, fault) : plain;
  response.statusCode = simulated.status;
  for (const [name, value] of Object.entries(simulated.headers)) response.setHeader(name, value);
  if (fault?.kind === 'truncated' && fault.gzip) response.setHeader('Content-Encoding', 'gzip');
  if (simulated.etag && simulated.status === 200 && !changesBytes(fault)) {
    const tag = weakTag(plain);
    response.setHeader('ETag', tag);
    if (hasTag(request, tag)) {
      response.removeHeader('Content-Type');
      response.writeHead(304).end();
      return;
    }
  }
  if (fault?.kind === 'reset') sendReset(exchange, bytes, fault.keep);
  else if (fault?.kind === 'wrong_length') sendWrongLength(exchange, bytes, fault.by);
  else if (fault?.kind === 'drip') await sendSlowly(exchange, bytes, fault.bytesPerSecond);
  else response.setHeader('Content-Length', bytes.length).end(bytes);
};
