import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { TwlError } from '@twl/ports';
import type { NestExpressApplication } from '@nestjs/platform-express';

/** The server cannot listen on the address: it is in use, forbidden or not an address of this machine. */
export class ListenError extends TwlError {
  readonly code = 'LISTEN';
  readonly retryable = false;
}

/** Address to listen on; port 0 selects a free port. */
export interface ListenAddress {
  port: number;
  host: string;
}

/** Starts to listen and returns the address for a browser. @throws ListenError */
export async function listenAt(app: NestExpressApplication, { port, host }: ListenAddress): Promise<string> {
  try {
    await app.listen(port, host);
  } catch (error) {
    throw new ListenError(reasonOf(error as NodeJS.ErrnoException, { port, host }), { cause: error });
  }
  const { port: actualPort } = (app.getHttpServer() as Server).address() as AddressInfo;
  return `http://${nameOf(host)}:${actualPort}`;
}

function nameOf(host: string): string {
  if (['127.0.0.1', '::1', '0.0.0.0', '::'].includes(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}

function reasonOf({ code, message }: NodeJS.ErrnoException, { port, host }: ListenAddress): string {
  if (code === 'EADDRINUSE') return `PORT: ${port} is in use by another program; set PORT to a free one`;
  if (code === 'EACCES') return `PORT: this user may not listen on ${port}; set PORT to a port above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `HOST: ${host} is not an address of this machine`;
  return `cannot listen on ${host}:${port}: ${message}`;
}
