// Shows what all workers of a studio know of a provider together: its places, and that it keeps failing; a dead worker holds none.

import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import { createCallDesk } from '../../src/processes/call-desk.ts';
import { linkSupervisor } from '../../src/processes/supervisor-link.ts';
import { createKept } from '../../src/studio/shared.ts';

const never = new AbortController().signal;
const config = readConfig({ GEMINI_API_KEY: 'k', GEMINI_CONCURRENCY: '1' }, 4e9);
const kept = await createKept(config, createLog('silent'));
afterAll(() => kept.rate[Symbol.dispose]());

/** A worker's end of the channel and the supervisor's, with messages copied as between processes. */
function startWorker() {
  const worker = linkSupervisor({ rateSalt: '', receiptKeys: kept.receiptKeys.keys() }, (message) => desk.hear(structuredClone(message)));
  const desk = createCallDesk(kept, (answer) => worker.hear(structuredClone(answer)));
  return { enter: (signal = never) => worker.engineGate.enter('gemini', signal), die: () => desk.giveBack() };
}

describe('workers', () => {
  it('share the places of a provider; one that dies or leaves the line gives its own to the next', async () => {
    const [first, second, third] = [startWorker(), startWorker(), startWorker()];
    await first.enter();
    const leaving = new AbortController();
    const left = second.enter(leaving.signal);
    const waiting = third.enter();
    leaving.abort(new Error('hung up'));
    await expect(left).rejects.toThrow('hung up');
    first.die();
    (await waiting).leave('worked');
    const again = await second.enter();
    await expect(first.enter(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
    again.leave('worked');
  });

  it('leave a provider alone together that failed five times in a row, whoever asked', async () => {
    for (let i = 0; i < 5; i += 1) {
      const worker = startWorker();
      (await worker.enter()).leave('failed');
      worker.die();
      await new Promise(setImmediate);
    }
    await expect(startWorker().enter()).rejects.toMatchObject({ code: 'provider-busy' });
  });
});
