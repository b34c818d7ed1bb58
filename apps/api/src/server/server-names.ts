import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Where a server listens, and by which names it may be called. */
export interface NamedServer {
  host: string;
  allowedHosts: readonly string[];
}

const everyAddress: readonly string[] = ['0.0.0.0', '::'];

/** The names that a server answers to, beside addresses and the loopback: on every address, this machine's own name too. */
export const serverNames = ({ host, allowedHosts }: NamedServer): string[] => {
  const own = everyAddress.includes(host) ? hostname() : host;
  return isIP(own) === 0 ? [...allowedHosts, own] : [...allowedHosts];
};

/** Whether only this machine can reach an address. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
