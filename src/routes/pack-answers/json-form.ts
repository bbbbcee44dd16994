// Owns a pack as one JSON document: pictures in base64, written from buffers as they come, then everything else. Refuses to hold the document.

import type { ServerResponse } from 'node:http';
import type { Vault } from '../../retention/vault.ts';
import type { PackForm } from './pack-answer.ts';
import { writeBase64, writeWhole } from './writing.ts';

/** Answer as JSON; its head is sent with the first picture, so that a pack without one is a problem document. */
export function createJsonForm(response: ServerResponse, vault: Vault): PackForm {
  let begun = false;
  return {
    async picture(facts, bytes) {
      if (!begun) response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
      await writeWhole(response, `${begun ? ',' : '{"pictures":['}\n${JSON.stringify(facts).slice(0, -1)},"base64":"`);
      begun = true;
      await writeBase64(response, bytes, vault);
      await writeWhole(response, '"}');
    },
    async end({ pictures: _listed, ...report }, receipt) {
      await writeWhole(response, `],\n${JSON.stringify({ ...report, receipt }).slice(1)}`);
    },
  };
}
