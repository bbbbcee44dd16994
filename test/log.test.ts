// Shows that the log writes its own list of fields and no other.

import { describe, expect, it } from 'vitest';
import { createLog, ownFields, requestFields } from '../src/log.ts';

describe('the log', () => {
  it('writes the fields of its list and no other, whatever it is given', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) });
    const line = { requestId: 'id', method: 'GET', route: '/', status: 200, durationMs: 1, bytesReceived: 0, bytesSent: 0, problem: 'internal', causes: [], event: 'evt_1' };
    log.request(Object.assign(line, { fileName: 'anna.jpg', address: '192.0.2.1' }));
    expect(Object.keys(JSON.parse(lines[0] ?? '') as object).sort()).toEqual([...ownFields, ...requestFields].sort());
  });
});
