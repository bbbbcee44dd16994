// Shows that what one worker has asked of prices all workers know, also those that start later.

import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import type { PricedOffer } from '../../src/payments/payment.ts';
import { createCallDesk } from '../../src/processes/call-desk.ts';
import { linkSupervisor } from '../../src/processes/supervisor-link.ts';
import { createKept } from '../../src/studio/shared.ts';

const kept = await createKept(readConfig({}, 4e9), createLog('silent'));
afterAll(() => kept.rate[Symbol.dispose]());

/** A worker's end of the channel, with messages copied as between processes. */
function startWorker() {
  const worker = linkSupervisor({ rateSalt: '', receiptKeys: kept.receiptKeys.keys() }, (message) => desk.hear(structuredClone(message)));
  const desk = createCallDesk(kept, (answer) => worker.hear(structuredClone(answer)));
  return worker.offers;
}

describe('workers', () => {
  it('know prices together', async () => {
    const offers: readonly PricedOffer[] = [{ price: 'price_1', kind: 'pack', credits: 10, amountMinor: 900, currency: 'eur', taxIncluded: null }];
    const first = startWorker();
    expect(await first.recall()).toBeUndefined();
    first.remember(offers);
    expect(await startWorker().recall()).toEqual(offers);
  });
});
