import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent } from 'undici';

/** Where requests may go: decided for the address they are sent to, not for the name it was written with. */
export interface Reach {
  /** @param address An IPv4 or IPv6 address. */
  mayReach(address: string): boolean;
}

/** The address is inside somebody's network, and nobody said that we may go there. */
export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError';
}

// Everything that is not an address of one machine in the open internet (IANA's special-purpose registries).
const SPECIAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24'],
  ...['192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
  ...['::/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
  ...['5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'],
];

/**
 * The open internet, and what the operator lists besides.
 *
 * @param allowed Addresses or ranges ("10.1.0.0/16", "::1").
 */
export function createReach(allowed: readonly string[]): Reach {
  const special = listOf(SPECIAL);
  const listed = listOf(allowed);
  return {
    mayReach(address) {
      const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
      return listed.check(address, family) || !special.check(address, family);
    },
  };
}

function listOf(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const CONNECT_MS = 10_000;
const agents = new WeakMap<Reach, Agent>();
let unbound: Agent | null = null;

/**
 * The pool of sockets of all connections with this reach: idle ones are kept per origin and do not hold the process open. No
 * pipelining, so that a slow answer holds up nobody else; redirects are never followed by `request`.
 */
export function agentFor(reach: Reach | null): Agent {
  if (!reach) {
    unbound ??= makeAgent(undefined);
    return unbound;
  }
  const known = agents.get(reach) ?? makeAgent(boundLookup(reach));
  agents.set(reach, known);
  return known;
}

function makeAgent(own: LookupFunction | undefined): Agent {
  const connect = { timeout: CONNECT_MS, ...(own ? { lookup: own } : {}) };
  return new Agent({ connect, keepAliveTimeout: 10_000, pipelining: 1 });
}

/** Asked at the moment of connecting: a name that points elsewhere a second later gains nothing by it. */
function boundLookup(reach: Reach): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const open = error ? [] : found.filter(({ address }) => reach.mayReach(address));
      const [first] = open;
      if (error) callback(error, '');
      else if (!first) callback(new PrivateAddressError(), '');
      else if (options.all) callback(null, open);
      else callback(null, first.address, first.family);
    });
  };
}

/** An address written out is connected to without any look-up. @throws PrivateAddressError */
export function refuseLiteral(url: URL, reach: Reach | null): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (reach && isIP(host) !== 0 && !reach.mayReach(host)) throw new PrivateAddressError();
}
