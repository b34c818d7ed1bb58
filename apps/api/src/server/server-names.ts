import { isIP } from 'node:net';
import { hostname } from 'node:os';

/** Listen address of a server, and its configured host names. */
export interface NamedServer {
  host: string;
  allowedHosts: readonly string[];
}

const everyAddress: readonly string[] = ['0.0.0.0', '::'];

/** Returns the allowed host names of a server. A server that listens on all addresses also allows the name of this machine. */
export const serverNames = ({ host, allowedHosts }: NamedServer): string[] => {
  const own = everyAddress.includes(host) ? hostname() : host;
  return isIP(own) === 0 ? [...allowedHosts, own] : [...allowedHosts];
};

/** Returns true if only this machine can reach the address. */
export const isLoopback = (host: string): boolean => host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host);
