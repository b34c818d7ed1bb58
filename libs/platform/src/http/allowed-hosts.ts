import { isIP } from 'node:net';

/** Allowed host names of a server. They prevent DNS rebinding: a page on another name that resolves to this machine is refused. */
export interface AllowedHosts {
  /** Returns true if a `Host` header is an IP address, a loopback name or an allowed name. */
  isOurs(host: string | undefined): boolean;
  /** Returns true if a page of the `Origin` may send changes to the `Host`: both are the same, or the origin is allowed. */
  mayChange(origin: string, host: string | undefined): boolean;
}

/**
 * Creates the check. IP addresses need no list, because a browser sends one as `Host` only for a page of that address. Loopback names neither.
 * @param names host names, with the port of an origin unless it is the default of its scheme
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

/** Returns the normalized host of a `Host` header; undefined if it is invalid. Ignores a trailing dot. */
const hostOf = (text: string | undefined, protocol: string): { host: string; hostname: string } | undefined => {
  if (text === undefined || !/^[^\s/\\?#@]+$/.test(text) || !URL.canParse(`${protocol}//${text}`)) return undefined;
  const { host, hostname } = new URL(`${protocol}//${text}`);
  return { host, hostname: hostname.replace(/\.$/, '') };
};

const isAddress = (hostname: string): boolean => isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0;

/** RFC 6761 reserves `localhost` and its subdomains for the loopback. */
const isLoopbackName = (hostname: string): boolean => hostname === 'localhost' || hostname.endsWith('.localhost');
