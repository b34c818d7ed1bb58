import ipaddr from 'ipaddr.js';

const bareHost = (host: string): string =>
  host
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
    .toLowerCase();

/** Matches one entry of NO_PROXY: a host with its subdomains, an address, or a range of addresses; each may have a port. */
const matchesEntry = (entry: string, host: string, port: string): boolean => {
  const [, name = entry, wantedPort] = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) return false;
  const wanted = bareHost(name.replace(/^\*?\./, ''));
  if (wanted === '') return false;
  if (ipaddr.isValid(host)) return wanted.includes('/') ? isWithin(host, wanted) : isSameAddress(host, wanted);
  return host === wanted || host.endsWith(`.${wanted}`);
};

const isWithin = (host: string, range: string): boolean => {
  if (!ipaddr.isValidCIDR(range)) return false;
  const [address, [network, bits]] = [ipaddr.process(host), ipaddr.parseCIDR(range)];
  return address.kind() === network.kind() && address.match(network, bits);
};

const isSameAddress = (host: string, wanted: string): boolean =>
  ipaddr.isValid(wanted) && ipaddr.process(host).toNormalizedString() === ipaddr.process(wanted).toNormalizedString();

/** Returns true if a NO_PROXY list, separated by commas or spaces, contains the host; `*` contains every host. */
export const isInNoProxy = (list: string, url: URL): boolean => {
  const entries = list.split(/[\s,]+/).filter((entry) => entry !== '');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return entries.some((entry) => entry === '*' || matchesEntry(entry, bareHost(url.hostname), port));
};
