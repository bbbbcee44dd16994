// Measures what the streaming upload holds besides the pictures it sends.

import { measureGeminiCopies } from './gemini-copies.ts';
import { mb, report } from './measurement.ts';

const { pictureBytes, rows, mostBytes } = await measureGeminiCopies();
const eight = rows.find(({ pictures }) => pictures === 8);
if (!eight) throw new Error('eight pictures were not measured');

report({
  title: 'Copies of an upload',
  about: `Pictures of ${mb(pictureBytes)} MB sent at once by the engine alone; peak growth of resident memory over the pictures themselves.`,
  columns: ['pictures', 'the SDK, MB', 'streaming, MB', 'ratio'],
  rows: rows.map(({ pictures, sdkBytes, oursBytes }) => [String(pictures), mb(sdkBytes), mb(oursBytes), (sdkBytes / oursBytes).toFixed(1)]),
  limits: [{ name: 'Held over eight pictures, in units of 20 MB', value: eight.oursBytes / mostBytes, most: 1 }],
});
