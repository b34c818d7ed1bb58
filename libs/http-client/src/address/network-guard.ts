import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { HttpError, type NetworkPolicy } from '@twl/ports';
import { kindOfAddress } from './addresses';

const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');

/** Parses `host`, `host:port`, `[::1]:port` and `::1`; a leading `*.` means any subdomain. */
const parseEntry = (entry: string): { host: string; port?: string } => {
  const parts = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry) ?? /^([^:]*)(?::(\d+))?$/.exec(entry) ?? ['', entry];
  return { host: parts[1]!.toLowerCase().replace(/\.$/, ''), port: parts[2] };
};

const allows = (entry: string, url: URL): boolean => {
  const { host, port } = parseEntry(entry);
  const actual = bareHost(url);
  const sameHost = host.startsWith('*.') ? actual.endsWith(host.slice(1)) && actual.length > host.length - 1 : actual === host;
  return sameHost && (port === undefined || port === portOf(url));
};

const refuse = (why: string): never => {
  throw new HttpError('HTTP_FORBIDDEN', why);
};

/** Returns why a connection to an address is not allowed; undefined if it is. */
const objection = (address: string, policy: Pick<NetworkPolicy, 'allowPrivateAddresses'>): string | undefined => {
  const kind = kindOfAddress(address);
  if (kind === 'public' || (kind === 'private' && policy.allowPrivateAddresses)) return undefined;
  return kind === 'private'
    ? `is the private address ${address}; set allowPrivateAddresses in source.yaml if that is intended`
    : `is the reserved address ${address}`;
};

/** Parses the URL of a request and checks it against the policy. @throws HttpError */
export const checkUrl = (text: string, policy: NetworkPolicy): URL => {
  const url = URL.parse(text) ?? refuse('the address of the request is not a valid URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') refuse(`only http and https addresses can be fetched, not ${url.protocol}`);
  if (url.username || url.password) refuse(`the address of ${url.host} carries a user name or password; use an authenticator`);
  if (!policy.allowedHosts.some((entry) => allows(entry, url))) {
    refuse(`host ${url.host} is not allowed for this source; add it to allowedHosts in source.yaml if that is intended`);
  }
  if (url.protocol === 'http:' && !policy.allowHttp) {
    refuse(`${url.origin} is not encrypted; set allowHttp in source.yaml if that is intended`);
  }
  const host = bareHost(url);
  const why = isIP(host) ? objection(host, policy) : undefined;
  return why ? refuse(`host ${host} ${why}`) : url;
};

type Found = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name and checks every address before a socket connects. The socket gets the checked addresses, so a later change of the name
 * has no effect.
 */
export const guardedLookup =
  (allowPrivateAddresses: boolean, resolveAll: Resolve = resolve) =>
  (host: string, options: LookupOptions, done: Found): void =>
    resolveAll(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const why = found.map(({ address }) => objection(address, { allowPrivateAddresses })).find(Boolean);
      if (why) return done(new HttpError('HTTP_FORBIDDEN', `host ${host} ${why}`), []);
      if (options.all) return done(null, found);
      const [first] = found;
      return first ? done(null, first.address, first.family) : done(new Error(`no address for ${host}`), []);
    });
