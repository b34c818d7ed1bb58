import { lookup as resolve, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP } from 'node:net';
import { HttpError, type NetworkPolicy } from '@twl/ports';
import { kindOfAddress } from './addresses';

const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');

/** Parses `host`, `host:port`, `[::1]:port` and `::1`; a leading `*.` means any subdomain. */
const parseEntry = (entry: string): { host: string; port?: string } => {
  const [, host = '', port] = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry) ?? /^([^:]*)(?::(\d+))?$/.exec(entry) ?? ['', entry];
  return { host: host.toLowerCase().replace(/\.$/, ''), port };
};

const allowsHost = (entry: string, url: URL): boolean => {
  const { host, port } = parseEntry(entry);
  const actual = bareHost(url);
  const sameHost = host.startsWith('*.') ? actual.endsWith(host.slice(1)) && actual.length > host.length - 1 : actual === host;
  return sameHost && (port === undefined || port === portOf(url));
};

const refuseAddress = (why: string): never => {
  throw new HttpError('HTTP_FORBIDDEN', why);
};

/** Returns why a connection to an address is not allowed; undefined if it is. */
const findObjection = (address: string, policy: Pick<NetworkPolicy, 'allowPrivateAddresses'>): string | undefined => {
  const kind = kindOfAddress(address);
  if (kind === 'public' || (kind === 'private' && policy.allowPrivateAddresses)) return undefined;
  return kind === 'private'
    ? `is the private address ${address}; set allowPrivateAddresses in source.yaml if that is intended`
    : `is the reserved address ${address}`;
};

/** Parses the URL of a request and checks it against the policy. @throws HttpError */
export const checkUrl = (text: string, policy: NetworkPolicy): URL => {
  const url = URL.parse(text) ?? refuseAddress('the address of the request is not a valid URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    refuseAddress(`only http and https addresses can be fetched, not ${url.protocol}`);
  if (url.username || url.password) refuseAddress(`the address of ${url.host} carries a user name or password; use an authenticator`);
  if (!policy.allowedHosts.some((entry) => allowsHost(entry, url))) {
    refuseAddress(`host ${url.host} is not allowed for this source; add it to allowedHosts in source.yaml if that is intended`);
  }
  if (url.protocol === 'http:' && !policy.allowHttp) {
    refuseAddress(`${url.origin} is not encrypted; set allowHttp in source.yaml if that is intended`);
  }
  const host = bareHost(url);
  const why = isIP(host) ? findObjection(host, policy) : undefined;
  return why ? refuseAddress(`host ${host} ${why}`) : url;
};

type LookupCallback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;
export type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  done: (error: Error | null, found: LookupAddress[]) => void,
) => void;

/**
 * Resolves a name and checks every address before a socket connects. The socket gets the checked addresses, so a later change of the name
 * has no effect.
 */
export const createGuardedLookup =
  (allowPrivateAddresses: boolean, resolveAll: Resolve = resolve) =>
  (host: string, options: LookupOptions, done: LookupCallback): void =>
    resolveAll(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const why = found.map(({ address }) => findObjection(address, { allowPrivateAddresses })).find(Boolean);
      if (why) return done(new HttpError('HTTP_FORBIDDEN', `host ${host} ${why}`), []);
      if (options.all) return done(null, found);
      const [first] = found;
      return first ? done(null, first.address, first.family) : done(new Error(`no address for ${host}`), []);
    });
