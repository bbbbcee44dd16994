// Owns where this process, or this thread, may connect to: the hosts it is told. Refuses every other, pipes of the file system, UDP, and names looked up elsewhere.

// The guard stands at `Socket.prototype.connect`, the lowest place that JavaScript has: node:tls, node:http, node:https, the
// built-in fetch and every library go through it, whatever agent or dispatcher they use. Below it is only `process.binding`,
// which the permission model denies. What Node opens by itself, IPC and standard streams, never calls it.
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** A connection to somewhere that is not configured. It names no host: an address can come from a request. */
export class EgressRefused extends Error {
  override readonly name = 'EgressRefused';
  readonly code = 'EGRESS_REFUSED';

  constructor() {
    super('This process connects to the hosts of its configured providers only.');
  }
}

/** The one way past the guard: to an address that its owner has checked. */
export interface CheckedDoor {
  /** All addresses of a name, IPv4 first. */
  lookup(name: string): Promise<readonly string[]>;
  /** @param address - No name: nothing is looked up any more. */
  connect(address: string, port: number): net.Socket;
}

let isGuarded = false;

/**
 * Make the door, with what Node has before the guard stands.
 *
 * @throws {EgressRefused} Once the guard stands: who has no door by then gets none.
 */
export function createCheckedDoor(): CheckedDoor {
  if (isGuarded) throw new EgressRefused();
  const { lookup } = dns.promises;
  const { connect } = net.Socket.prototype;
  return {
    lookup: async (name) => (await lookup(name, { all: true, order: 'ipv4first' })).map(({ address }) => address),
    connect(address, port) {
      if (net.isIP(address) === 0) throw new EgressRefused();
      return (connect as Action).call(new net.Socket(), { host: address, port }) as net.Socket;
    },
  };
}

type Action = (...words: unknown[]) => unknown;
type Methods = Record<string, unknown>;

/**
 * Refuse from now on, in this thread, every outgoing connection but to these hosts. It cannot be undone; a further call only
 * narrows. A refused connection fails as one that the network refuses: by an `error` of its socket.
 *
 * Each thread has its own modules: a worker thread calls this itself.
 *
 * @param hosts - Names or addresses without a port, as they stand in a URL.
 * @param ownNames - Names that may be looked up beside them, such as the one that a server listens on.
 */
export function guardEgress(hosts: readonly string[], ownNames: readonly string[] = []): void {
  isGuarded = true;
  const reached = new Set(hosts.map(plainName));
  const lookedUp = new Set([...reached, ...ownNames.map(plainName), 'localhost']);
  guardSockets(reached);
  guardLookups(lookedUp);
  for (const name of ['bind', 'connect', 'send']) refuse(dgram.Socket.prototype as unknown as Methods, name);
  syncBuiltinESMExports();
}

function guardSockets(reached: ReadonlySet<string>): void {
  const prototype = net.Socket.prototype as unknown as { connect: Action };
  const { connect } = prototype;
  prototype.connect = function (this: net.Socket, ...words: unknown[]) {
    if (reached.has(readHost(words))) return connect.apply(this, words);
    return this.destroy(new EgressRefused());
  };
}

/** The host that `connect` is asked for, in each of its forms; nothing for a pipe. */
function readHost(words: readonly unknown[]): string {
  // node:net hands on what it has read as one array: options and listener.
  const [first, second] = Array.isArray(words[0]) ? (words[0] as unknown[]) : words;
  if (typeof first === 'object' && first !== null) {
    const { host, path } = first as { host?: unknown; path?: unknown };
    return path ? '' : plainName(String(host ?? 'localhost'));
  }
  const isPort = typeof first === 'number' || /^\d+$/.test(String(first));
  return isPort ? plainName(typeof second === 'string' ? second : 'localhost') : '';
}

function plainName(host: string): string {
  return host.toLowerCase().replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/** A name that is looked up leaves the machine too. Only `lookup` is used here; the others ask a name server directly. */
function guardLookups(known: ReadonlySet<string>): void {
  guardLookup(dns as unknown as { lookup: Action }, known);
  guardLookup(dns.promises as unknown as { lookup: Action }, known);
  const owners = [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype] as unknown as Methods[];
  for (const owner of owners) {
    for (const name of listMethods(owner)) if (/^(resolve|reverse|lookupService)/.test(name)) refuse(owner, name);
  }
}

function guardLookup(owner: { lookup: Action }, known: ReadonlySet<string>): void {
  const { lookup } = owner;
  owner.lookup = (...words) => {
    const name = plainName(String(words[0] ?? ''));
    if (known.has(name) || net.isIP(name) !== 0 || name === '') return lookup(...words);
    const tell = words.at(-1);
    if (typeof tell !== 'function') return Promise.reject(new EgressRefused());
    process.nextTick(tell as (error: Error) => void, new EgressRefused());
    return {};
  };
}

/** Its own and those of what it extends, up to the methods of every object. */
function listMethods(owner: object): string[] {
  const names: string[] = [];
  for (let each: object = owner; each !== Object.prototype && each !== null; each = Object.getPrototypeOf(each) as object) {
    names.push(...Object.getOwnPropertyNames(each));
  }
  return names.filter((name) => typeof (owner as Methods)[name] === 'function');
}

function refuse(owner: Methods, name: string): void {
  owner[name] = () => {
    throw new EgressRefused();
  };
}
