// Owns a pack as server-sent events: told as it goes, each picture in base64 written from buffers. Refuses line breaks within an event's data.

import type { ServerResponse } from 'node:http';
import type { Vault } from '../../retention/vault.ts';
import { describeProblem } from './pack-answer.ts';
import type { PackForm } from './pack-answer.ts';
import { writeBase64, writeWhole } from './writing.ts';

type EventName = 'accepted' | 'opened' | 'progress' | 'image' | 'problem' | 'receipt' | 'done';

/** Answer as events. The status is 200 whatever follows: what fails is an event. @see https://html.spec.whatwg.org/multipage/server-sent-events.html */
export function createEventForm(response: ServerResponse, vault: Vault): PackForm {
  const send = (name: EventName, data: unknown) => writeWhole(response, `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
  return {
    accepted(pictures) {
      // Some proxies collect an answer before they pass it on; nginx can be told not to.
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
      return send('accepted', { pictures });
    },
    opened: (selfies) => send('opened', { selfies }),
    progress: (delivered, failed, pictures) => send('progress', { delivered, failed, pictures }),
    async picture(facts, bytes) {
      await writeWhole(response, `event: image\ndata: ${JSON.stringify(facts).slice(0, -1)},"base64":"`);
      await writeBase64(response, bytes, vault);
      await writeWhole(response, '"}\n\n');
    },
    problem: (facts) => send('problem', facts),
    async broken(problem) {
      await send('problem', { number: null, style: null, problem: describeProblem(problem) });
      return true;
    },
    async end({ asked, delivered, failed, credits }, receipt) {
      await send('receipt', { receipt });
      await send('done', { asked, delivered, failed, ...(credits && { credits }) });
    },
  };
}
