import { isIP } from 'node:net';

/** Which names a server answers to. A page on another name that resolves to this machine (DNS rebinding) is turned away. */
export interface AllowedHosts {
  /** Whether a `Host` header names this server: an IP address, a loopback name or an allowed name. */
  isOurs(host: string | undefined): boolean;
  /** Whether a page of this `Origin` may send changes to that `Host`: the two are the same, or the origin is allowed by name. */
  mayChange(origin: string, host: string | undefined): boolean;
}

/**
 * A browser sends an IP address as `Host` only for a page of that address, so addresses need no list. Names do, but for those of the loopback.
 * @param names host names, with a port where an origin has one that is not the default of its scheme
 */
export const allowedHosts = (names: readonly string[]): AllowedHosts => {
  const entries = names.flatMap((name) => hostOf(name, 'http:') ?? []);
  const hostnames = new Set(entries.map(({ hostname }) => hostname));
  const origins = new Set(entries.map(({ host }) => host));
  return {
    isOurs: (text) => {
      const hostname = hostOf(text, 'http:')?.hostname;
      return hostname !== undefined && (isAddress(hostname) || isLoopbackName(hostname) || hostnames.has(hostname));
    },
    mayChange: (origin, text) => {
      if (!URL.canParse(origin)) return false;
      const { protocol, host } = new URL(origin);
      return host !== '' && (host === hostOf(text, protocol)?.host || origins.has(host));
    },
  };
};

/** The host of a `Host` header, in the one spelling that URLs have; undefined where it is none. A trailing dot says nothing. */
const hostOf = (text: string | undefined, protocol: string): { host: string; hostname: string } | undefined => {
  if (text === undefined || !/^[^\s/\\?#@]+$/.test(text) || !URL.canParse(`${protocol}//${text}`)) return undefined;
  const { host, hostname } = new URL(`${protocol}//${text}`);
  return { host, hostname: hostname.replace(/\.$/, '') };
};

const isAddress = (hostname: string): boolean => isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;

/** RFC 6761 keeps `localhost` and the names below it for the loopback. */
const isLoopbackName = (hostname: string): boolean => hostname === 'localhost' || hostname.endsWith('.localhost');
