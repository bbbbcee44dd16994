// Owns the providers as the proof sees them: the loopback fakes, behind wires that remember each byte. Refuses every real provider.

import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { once } from 'node:events';
import type { FakeBehaviour } from '../test/fake-gemini/behaviour.ts';
import { startFakeGemini } from '../test/fake-gemini/fake-gemini.ts';
import { startFakeOpenai } from '../test/fake-openai/fake-openai.ts';
import { fakeOpenaiKey } from '../test/fake-openai/request-rules.ts';

/** The providers on loopback. */
export interface Upstream extends AsyncDisposable {
  /** What a studio is set to, so that it asks them and nobody else. */
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** Say what Gemini does with its next requests. */
  script(...behaviours: readonly FakeBehaviour[]): void;
  /** What went over the wires since it was last asked for, each connection and direction for itself. */
  takeWire(): Buffer[];
  /** Whether anything did since. */
  isAsked(): boolean;
}

/** Of one way, at each provider. */
const mostRequests = 8;

/** As telling as a large one, and made while the studio has its processor to itself. */
const smallPainting = { kind: 'paint', sidePixels: 640 } as const;

/** Start the fakes and their wires. */
export async function startUpstream(): Promise<Upstream> {
  const [gemini, openai] = await Promise.all([startFakeGemini(), startFakeOpenai()]);
  const wires = [await startWire(gemini.url), await startWire(openai.url)] as const;
  const [geminiPort, openaiPort] = wires.map(({ port }) => port);
  return {
    environment: {
      GEMINI_API_KEY: 'test-key', GEMINI_BASE_URL: `http://127.0.0.1:${geminiPort}`,
      OPENAI_API_KEY: fakeOpenaiKey, OPENAI_BASE_URL: `http://127.0.0.1:${openaiPort}${new URL(openai.url).pathname}`,
    },
    ports: wires.map(({ port }) => port),
    script(...behaviours) {
      gemini.reset();
      openai.reset();
      gemini.script(...behaviours, ...Array.from({ length: mostRequests }, () => smallPainting));
      openai.script(...Array.from({ length: mostRequests }, () => smallPainting));
    },
    takeWire: () => wires.flatMap((wire) => wire.take()),
    isAsked: () => wires.some((wire) => wire.isUsed()),
    async [Symbol.asyncDispose]() {
      for (const wire of wires) wire[Symbol.dispose]();
      await Promise.all([gemini[Symbol.asyncDispose](), openai[Symbol.asyncDispose]()]);
    },
  };
}

interface Wire extends Disposable {
  readonly port: number;
  isUsed(): boolean;
  take(): Buffer[];
}

async function startWire(url: string): Promise<Wire> {
  const target = Number(new URL(url).port);
  const wires: Buffer[][] = [];
  const server = createServer((client) => {
    const provider = connect(target, '127.0.0.1');
    wires.push(tap(client, provider), tap(provider, client));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    isUsed: () => wires.some((chunks) => chunks.length > 0),
    // A connection may serve the next request too.
    take: () => wires.map((chunks) => Buffer.concat(chunks.splice(0))),
    [Symbol.dispose]: () => void server.close(),
  };
}

/** Pass on what comes, and how it ends: a reset stays a reset. */
function tap(from: Socket, to: Socket): Buffer[] {
  const chunks: Buffer[] = [];
  from.on('data', (chunk: Buffer) => void chunks.push(chunk));
  from.pipe(to);
  from.on('error', () => to.resetAndDestroy());
  from.on('close', () => to.destroySoon());
  return chunks;
}

/** The pictures in what went one way over a connection. */
export function readPictures(wire: Buffer): Buffer[] {
  const pictures: Buffer[] = [];
  for (let at = 0, split = 0; (split = wire.indexOf('\r\n\r\n', at)) >= 0; ) {
    const head = wire.toString('latin1', at, split);
    const { body, end } = readBody(wire, split + 4, head);
    pictures.push(...readBodyPictures(head, body));
    at = end;
  }
  return pictures;
}

/** Decoded from a provider's JSON, as far as it came, or as they are in a form. */
function readBodyPictures(head: string, body: Buffer): Buffer[] {
  const text = body.toString('latin1');
  const encoded = [...text.matchAll(/"(?:data|b64_json)":\s*"([^"]+)/g)].map(([, each = '']) => Buffer.from(each.replaceAll('\\/', '/').replaceAll('\\u003d', '='), 'base64'));
  const boundary = /multipart\/form-data; ?boundary="?([^"\r\n;]+)/i.exec(head)?.[1];
  if (boundary === undefined) return encoded;
  const parts = text.split(`--${boundary}`).filter((part) => /^content-type: image\//im.test(part));
  return [...encoded, ...parts.map((part) => Buffer.from(part.slice(part.indexOf('\r\n\r\n') + 4, -2), 'latin1'))];
}

/** One message's body, whole or as far as it came, and where the next message begins. */
function readBody(wire: Buffer, from: number, head: string): { readonly body: Buffer; readonly end: number } {
  if (!/transfer-encoding: chunked/i.test(head)) {
    const end = from + Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    return { body: wire.subarray(from, end), end };
  }
  const pieces: Buffer[] = [];
  for (let at = from; ; ) {
    const start = wire.indexOf('\r\n', at) + 2;
    const length = Number.parseInt(wire.toString('latin1', at, start), 16);
    // What was cut off ends without its last chunk, of length 0.
    if (start < 2 || !(length >= 0)) return { body: Buffer.concat(pieces), end: wire.length };
    pieces.push(wire.subarray(start, start + length));
    at = start + length + 2;
    if (length === 0) return { body: Buffer.concat(pieces), end: at };
  }
}
