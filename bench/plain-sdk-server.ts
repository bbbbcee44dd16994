// Owns the second yardstick: Express, multer and the Gemini SDK as their documentation shows them, without streaming or erasing.

import type { AddressInfo } from 'node:net';
import { GoogleGenAI } from '@google/genai';
import express from 'express';
import multer from 'multer';
import sharp from 'sharp';
import { serveHere } from './served.ts';

const client = new GoogleGenAI({ apiKey: 'test-key', apiVersion: 'v1beta', httpOptions: { baseUrl: String(process.argv[2]) } });
const app = express();
app.post('/v1/headshots', multer({ storage: multer.memoryStorage() }).single('photo'), async (request, response) => {
  const data = request.file?.buffer.toString('base64') ?? '';
  const answer = await client.models.generateContent({
    model: 'gemini-nano-banana-2.1',
    contents: [{ role: 'user', parts: [{ text: 'A headshot.' }, { inlineData: { mimeType: 'image/jpeg', data } }] }],
    config: { responseModalities: ['IMAGE'], imageConfig: { aspectRatio: '4:5', imageSize: '2K' } },
  });
  const part = answer.candidates?.[0]?.content?.parts?.findLast(({ thought, inlineData }) => inlineData && !thought);
  const painting = Buffer.from(part?.inlineData?.data ?? '', 'base64');
  response.type('image/jpeg').send(await sharp(painting).jpeg({ quality: 90 }).toBuffer());
});
const server = app.listen(0, '127.0.0.1', () => serveHere(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
