// Owns the fetching of a picture from an address that a request names: public hosts only, checked where they are connected to. Refuses everything else.

// An address that a stranger chooses makes this server a client of theirs. So the name is looked up here, every address that it
// has must be public, and the connection goes to the very address that was checked: a name that changes in between changes nothing.
import http from 'node:http';
import tls from 'node:tls';
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Problem } from '../../problem.ts';
import type { CheckedDoor } from '../../retention/egress.ts';
import type { Vault } from '../../retention/vault.ts';
import { refuseSize } from '../admission.ts';

/** Fetch one picture into the vault. @throws {Problem} `picture-unreachable`, `upload-too-large`; the signal's reason when aborted. */
export type FetchPicture = (address: string, context: { readonly vault: Vault; readonly signal: AbortSignal }) => Promise<Uint8Array<ArrayBuffer>>;

/** Limits of one fetch, redirects included. */
export interface FetchLimits {
  readonly maxUploadBytes: number;
  readonly uploadTimeoutMs: number;
}

/** Enough for a link shortener and a move to HTTPS. */
const maxRedirects = 3;

/** Create the fetching of pictures. @param door - The one way out for addresses that are not configured. */
export function createPublicFetch(door: CheckedDoor, { maxUploadBytes, uploadTimeoutMs }: FetchLimits): FetchPicture {
  return async (address, { vault, signal }) => {
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(uploadTimeoutMs)]);
    try {
      const response = await follow(door, address, inTime);
      return await readBody(response, maxUploadBytes, vault, inTime);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof Problem) throw error;
      throw unreachable(inTime.aborted ? 'it did not answer in time' : 'the connection failed', error);
    }
  };
}

async function follow(door: CheckedDoor, address: string, signal: AbortSignal): Promise<http.IncomingMessage> {
  let url = readAddress(address);
  for (let hop = 0; hop <= maxRedirects; hop += 1) {
    const response = await request(door, url, signal);
    const { statusCode = 0, headers } = response;
    if (statusCode === 200) return response;
    response.destroy();
    const isMoved = [301, 302, 303, 307, 308].includes(statusCode) && headers.location !== undefined;
    if (!isMoved) throw unreachable(`it answered with status ${statusCode}`);
    const next = readAddress(headers.location ?? '', url);
    if (url.protocol === 'https:' && next.protocol !== 'https:') throw unreachable('it leads from HTTPS to HTTP');
    url = next;
  }
  throw unreachable(`it leads on more than ${maxRedirects} times`);
}

/** Names and numbers are as a browser reads them, so that `0x7f.1` is 127.0.0.1 before anything is checked. */
function readAddress(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href);
  if (!url) throw unreachable('it is no address');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw unreachable('it is neither http nor https');
  // The URL holds a port only where it is not the usual one.
  if (url.port !== '') throw unreachable('it names a port');
  if (url.username !== '' || url.password !== '') throw unreachable('it has a user or a password in it');
  return url;
}

async function request(door: CheckedDoor, url: URL, signal: AbortSignal): Promise<http.IncomingMessage> {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const address = await findPublicAddress(door, host, signal);
  const isPlain = url.protocol === 'http:';
  const socket = door.connect(address, isPlain ? 80 : 443);
  const { promise, resolve, reject } = Promise.withResolvers<http.IncomingMessage>();
  const outgoing = http.request(url, {
    protocol: 'http:',
    method: 'GET',
    headers: { host: url.host, accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'Ephemera-Studio' },
    createConnection: () => (isPlain ? socket : secure(socket, host)),
    signal,
  });
  outgoing.once('response', resolve);
  outgoing.on('error', reject);
  outgoing.end();
  return promise;
}

function secure(socket: Socket, host: string): tls.TLSSocket {
  // A name that is an address has no server name (RFC 6066 §3); its certificate is checked all the same.
  return tls.connect({ socket, host, ...(isIP(host) === 0 ? { servername: host } : {}) });
}

async function findPublicAddress(door: CheckedDoor, host: string, signal: AbortSignal): Promise<string> {
  const addresses = isIP(host) === 0 ? await withSignal(door.lookup(host), signal) : [host];
  const [first] = addresses;
  if (first === undefined || !addresses.every(isPublic)) throw unreachable('it is not on the public internet');
  return first;
}

async function withSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  if (signal.aborted) reject(signal.reason);
  return Promise.race([work, promise]);
}

/** All IPv6 that is given out lies in 2000::/3; tunnels to IPv4 inside of it have names of their own. @see https://www.iana.org/assignments/ipv6-address-space */
const globalUnicast = ipaddr.IPv6.parse('2000::');

/** @param address - As the system's resolver writes it. @see https://www.iana.org/assignments/iana-ipv4-special-registry */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast, 3);
}

async function readBody(response: http.IncomingMessage, maxBytes: number, vault: Vault, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  if ((response.headers['content-encoding'] ?? 'identity') !== 'identity') throw unreachable('it is compressed once more');
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw refuseSize(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    signal.throwIfAborted();
    chunks.push(vault.own(chunk));
    length += chunk.length;
    if (length > maxBytes) throw refuseSize(maxBytes);
  }
  if (!response.complete) throw unreachable('the connection failed');
  return vault.join(chunks);
}

/** Nothing of the address is repeated, nor of what its server said. */
function unreachable(why: string, cause?: unknown): Problem {
  return new Problem('picture-unreachable', `The picture cannot be fetched from its address: ${why}. Send the file itself, or a public http or https address on the usual port.`, { cause });
}
