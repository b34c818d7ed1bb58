import ipaddr from 'ipaddr.js';

type Kind = 'public' | 'private' | 'special';

/** Addresses of credential services of cloud machines and similar ones: refused under every policy. */
const alwaysSpecial = ['100.100.100.200/32', '168.63.129.16/32', 'fd00:ec2::254/128', 'fd20:ce::254/128'];

/** Addresses of this machine and its network: allowed if the settings of the source say so. */
const privateRanges = ['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '::1/128', 'fc00::/7'];

/** The rest of the IANA special-purpose and multicast registries: no API has such an address. */
const specialRanges = [
  '0.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
];

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = [Address, number];

const parseAll = (list: string[]): Range[] => list.map((text) => ipaddr.parseCIDR(text));
const tables = { always: parseAll(alwaysSpecial), private: parseAll(privateRanges), special: parseAll(specialRanges) };
const globalUnicast = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];
const nat64 = ipaddr.parseCIDR('64:ff9b::/96') as [ipaddr.IPv6, number];

const isWithinAny = (address: Address, ranges: Range[]): boolean =>
  ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));

/** Returns the IPv4 address inside a mapped or translated IPv6 address. */
const unwrapAddress = (address: Address): Address => {
  if (address instanceof ipaddr.IPv4) return address;
  if (address.isIPv4MappedAddress()) return address.toIPv4Address();
  return address.match(...nat64) ? new ipaddr.IPv4(address.toByteArray().slice(12)) : address;
};

/** Classifies an address. Text that is not an IP address is `special`. */
export const kindOfAddress = (text: string): Kind => {
  if (!ipaddr.isValid(text)) return 'special';
  const address = unwrapAddress(ipaddr.parse(text));
  if (isWithinAny(address, tables.always)) return 'special';
  if (isWithinAny(address, tables.private)) return 'private';
  if (isWithinAny(address, tables.special)) return 'special';
  return address instanceof ipaddr.IPv6 && !address.match(...globalUnicast) ? 'special' : 'public';
};
