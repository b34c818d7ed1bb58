import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpClient, HttpLimits, HttpRequest, Payload } from '@twl/ports';
import { createHttpClient, type HttpClientOptions } from './create-http-client';

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder that is removed after the tests of the file. */
export const createSpoolDir = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'twl-http-'));
  made.push(folder);
  return folder;
};

export const createClient = (options: Partial<HttpClientOptions> = {}): HttpClient =>
  createHttpClient({ spoolDir: createSpoolDir(), ...options });

export const limits = (changes: Partial<HttpLimits> = {}): HttpLimits => ({
  connectMs: 30_000,
  firstByteMs: 30_000,
  idleMs: 30_000,
  totalMs: 60_000,
  maxBytes: 10_000_000,
  maxRatio: 100,
  maxRedirects: 3,
  ...changes,
});

/** A GET to a server of this machine. */
export const get = (url: string, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  headers: {},
  policy: { allowedHosts: ['127.0.0.1'], allowPrivateAddresses: true, allowHttp: true },
  limits: limits(),
  ...changes,
});

export const readText = async (body: Payload): Promise<string> => {
  const chunks = [];
  for await (const chunk of body.open()) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

/** Returns the error of a request; fails the test if there is none. */
export const failureOf = async (sending: Promise<unknown>): Promise<Error & { code?: string }> =>
  sending.then(
    () => {
      throw new Error('expected an error');
    },
    (error: Error) => error,
  );
