// Owns the yardstick: a bare `node:http` + sharp + fetch script that does what a pass-through headshot does, without any of the care.

import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import sharp from 'sharp';
import { serveHere } from './served.ts';

const upstream = process.argv[2];

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The file in a form of one part. */
function cutFile(body: Buffer): Buffer {
  const start = body.indexOf('\r\n\r\n') + 4;
  return body.subarray(start, body.lastIndexOf('\r\n--', body.length - 8));
}

interface Answer {
  candidates: { content: { parts: { thought?: boolean; inlineData?: { data: string } }[] } }[];
}

async function askUpstream(jpeg: Buffer): Promise<Buffer> {
  const response = await fetch(`${upstream}/v1beta/models/gemini-nano-banana-2.1:generateContent`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'x-goog-api-key': 'test-key' },
    body: JSON.stringify({
      contents: [{ parts: [{ text: 'A headshot.' }, { inlineData: { mimeType: 'image/jpeg', data: jpeg.toString('base64') } }], role: 'user' }],
      store: false,
      generationConfig: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '4:5', imageSize: '2K' } },
    }),
  });
  const { candidates } = (await response.json()) as Answer;
  const part = candidates[0]?.content.parts.findLast(({ thought, inlineData }) => inlineData && !thought);
  return Buffer.from(part?.inlineData?.data ?? '', 'base64');
}

const server = createServer(async (request, response) => {
  const photo = cutFile(await readBody(request));
  const jpeg = await sharp(photo)
    .autoOrient()
    .resize({ width: 2048, height: 2048, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .jpeg({ quality: 92, chromaSubsampling: '4:4:4' })
    .toBuffer();
  const painting = await askUpstream(jpeg);
  const result = await sharp(painting).resize(1024, 1280, { fit: 'cover' }).jpeg({ quality: 90, mozjpeg: true, chromaSubsampling: '4:4:4' }).toBuffer();
  response.setHeader('Content-Type', 'image/jpeg').end(result);
});
server.listen(0, '127.0.0.1', () => serveHere(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
