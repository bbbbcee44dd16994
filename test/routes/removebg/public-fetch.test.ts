// Shows which addresses a picture is fetched from, and that what is connected to is what was checked. The internet is a server on loopback.

import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Vault } from '../../../src/retention/vault.ts';
import { createPublicFetch, isPublic } from '../../../src/routes/removebg/public-fetch.ts';
import { firstCertificate } from '../../certificates.ts';

const picture = Buffer.alloc(50_000, 7);
const trusted = tls.getCACertificates('default');
let plain: http.Server;
let secure: https.Server;
const asked: string[] = [];
const connected: string[] = [];

/** What names there are, and what the last two lead to one after the other. */
const names: Readonly<Record<string, readonly string[]>> = {
  localhost: ['93.184.215.14'],
  'picture.example': ['93.184.215.14', '2606:2800:21f:cb07:6820:80da:af6b:8b2c'],
  'inside.example': ['10.0.0.7'],
  'half-inside.example': ['93.184.215.14', '127.0.0.1'],
};

function answer({ url = '', headers }: http.IncomingMessage, response: http.ServerResponse): void {
  asked.push(`${headers.host}${url}`);
  const [, status = '200', target] = /^\/(\d+)(?:\/(.*))?$/.exec(url) ?? [];
  if (target) return void response.writeHead(Number(status), { location: decodeURIComponent(target) }).end();
  if (url === '/hang') return;
  if (url === '/endless') return void setInterval(() => response.write(picture), 1).unref();
  if (url === '/half') return void response.writeHead(200, { 'content-length': 60_000 }).write(picture, () => response.destroy());
  response.writeHead(Number(status), url === '/gzip' ? { 'content-encoding': 'gzip' } : {}).end(picture);
}

beforeAll(async () => {
  tls.setDefaultCACertificates([...trusted, firstCertificate.cert]);
  plain = http.createServer(answer).listen(0, '127.0.0.1');
  secure = https.createServer({ cert: firstCertificate.cert, key: firstCertificate.key }, answer).listen(0, '127.0.0.1');
  await Promise.all([once(plain, 'listening'), once(secure, 'listening')]);
});

afterAll(() => {
  tls.setDefaultCACertificates(trusted);
  for (const server of [plain, secure]) server.close().closeAllConnections();
});

beforeEach(() => void (asked.length = connected.length = 0));

const limits = { maxUploadBytes: 200_000, uploadTimeoutMs: 2000 };

async function fetchPicture(address: string, signal = new AbortController().signal): Promise<Buffer> {
  await using vault = new Vault();
  const door = {
    lookup: async (name: string) => names[name] ?? Promise.reject(new Error('ENOTFOUND')),
    connect(to: string, port: number) {
      connected.push(`${to} ${port}`);
      return net.connect(((port === 443 ? secure : plain).address() as AddressInfo).port, '127.0.0.1');
    },
  };
  return Buffer.from(await createPublicFetch(door, limits)(address, { vault, signal }));
}

const to = (address: string, status = 302) => `http://picture.example/${status}/${encodeURIComponent(address)}`;

describe('a picture', () => {
  it.each([
    ['over HTTP', 'http://picture.example/', ['93.184.215.14 80']],
    ['over HTTPS', 'https://localhost/', ['93.184.215.14 443']],
    ['from an address', 'http://93.184.215.14/', ['93.184.215.14 80']],
    ['behind redirects', to('/301/' + encodeURIComponent('https://localhost/a.jpg')), ['93.184.215.14 80', '93.184.215.14 80', '93.184.215.14 443']],
  ])('is fetched %s, from the address that was checked', async (_name, address, addresses) => {
    expect((await fetchPicture(address)).equals(picture)).toBe(true);
    expect(connected).toEqual(addresses);
  });

  it.each([
    ['http://127.0.0.1/', 'public'],
    ['http://0x7f.1/', 'public'],
    ['http://2130706433/', 'public'],
    ['http://[::1]/', 'public'],
    ['http://[::ffff:10.0.0.1]/', 'public'],
    ['http://[64:ff9b::7f00:1]/', 'public'],
    ['http://169.254.169.254/latest/meta-data/', 'public'],
    ['http://100.64.0.1/', 'public'],
    ['http://0.0.0.0/', 'public'],
    ['http://inside.example/', 'public'],
    ['http://half-inside.example/', 'public'],
    ['http://nowhere.example/', 'connection'],
    ['http://picture.example:8080/', 'port'],
    ['http://user:password@picture.example/', 'password'],
    ['ftp://picture.example/', 'http'],
    ['file:///etc/passwd', 'http'],
    ['data:image/png;base64,AAAA', 'http'],
    ['picture.example', 'no address'],
  ])('is not fetched: %s', async (address, why) => {
    await expect(fetchPicture(address)).rejects.toMatchObject({ code: 'picture-unreachable', detail: expect.stringContaining(why) });
    expect(connected).toEqual([]);
  });

  it.each([
    [to('http://127.0.0.1/'), 'public'],
    [to('//inside.example/', 308), 'public'],
    [to('http://picture.example:22/'), 'port'],
    ['https://localhost/302/' + encodeURIComponent('http://picture.example/'), 'HTTPS'],
  ])('is not fetched behind a redirect to elsewhere: %s', async (address, why) => {
    await expect(fetchPicture(address)).rejects.toMatchObject({ code: 'picture-unreachable', detail: expect.stringContaining(why) });
    expect(connected).toHaveLength(1);
  });

  it.each([
    ['is missing', 'http://picture.example/404', { code: 'picture-unreachable', detail: expect.stringContaining('404') }],
    ['is packed', 'http://picture.example/gzip', { code: 'picture-unreachable' }],
    ['is cut off', 'http://picture.example/half', { code: 'picture-unreachable' }],
    ['has no end', 'http://picture.example/endless', { code: 'upload-too-large' }],
    ['does not come', 'http://picture.example/hang', { code: 'picture-unreachable', detail: expect.stringContaining('in time') }],
    ['has another’s certificate', 'https://picture.example/', { code: 'picture-unreachable' }],
  ])('that %s is told', async (_name, address, problem) => {
    await expect(fetchPicture(address)).rejects.toMatchObject(problem);
  });

  it('is not waited for by a client that has gone', async () => {
    const leaving = new AbortController();
    const fetching = fetchPicture('http://picture.example/hang', leaving.signal);
    await expect.poll(() => asked).toHaveLength(1);
    leaving.abort(new Error('hung up'));
    await expect(fetching).rejects.toThrow('hung up');
  });
});

it.each([
  ['8.8.8.8', true], ['2606:4700::1111', true], ['192.168.1.1', false], ['172.16.0.1', false], ['224.0.0.1', false], ['255.255.255.255', false],
  ['192.0.2.1', false], ['198.18.0.1', false], ['fe80::1', false], ['fc00::1', false], ['ff02::1', false], ['2002:7f00:1::', false], ['2001::1', false],
  ['::7f00:1', false], ['fec0::1', false], ['2001:db8::1', false], ['localhost', false],
])('%s is public: %s', (address, expected) => {
  expect(isPublic(address)).toBe(expected);
});
