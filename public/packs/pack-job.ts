// Owns one pack at a time, from the button to its last picture. Refuses to hold the text of its answer: each picture is let out of it as it comes.

import type { Catalogue } from '../catalogue.ts';
import { forgetPress, isPaid, pay, settleCharged, settleRefused } from '../credits/payer.ts';
import { createObjectUrl } from '../object-urls.ts';
import type { Order } from '../order.ts';
import type { Machine, Photo } from '../state.ts';
import { lostConnection, readRefusal, Refused } from '../upload.ts';
import { describeNotes } from '../words.ts';
import { readEvents, type PackEvent } from './events.ts';
import { advance, beginPack, countThere, isComing, type Course, type Pack, type Shelf } from './pack.ts';
import { refusalOfPack } from './words.ts';

/** A request for several pictures, or from several selfies. */
export interface PackOrder extends Pick<Order, 'path' | 'body' | 'engine'> {
  /** Of the look of each picture, in the order of their numbers. */
  readonly titles: readonly string[];
  /** Width over height of each picture. */
  readonly ratio: number;
}

/** The pack on its way, if any, and those of this visit. */
export interface PackJob {
  readonly packs: readonly Pack[];
  /**
   * Send the order and lead the machine through packing to packed or refused.
   *
   * @param photo - The selfie that was on the table.
   */
  run(order: PackOrder, selfies: readonly Photo[], photo: Photo): Promise<void>;
  /** Stop the pack; what has arrived stays. @returns Nothing has: there is no pack to show. */
  cancel(): boolean;
  /** Stop without a word, and let go of every pack. */
  forget(): void;
}

/** Build the pack job of a machine. @param catalogueOf - What things are called, as far as it is known. */
export function createPackJob(machine: Machine, catalogueOf: () => Catalogue | undefined): PackJob {
  let packs: readonly Pack[] = [];
  let running: AbortController | undefined;
  const shelf: Shelf = {
    place: createObjectUrl,
    nameEngine: (name) => catalogueOf()?.engines.find((engine) => engine.name === name)?.title ?? name,
    describe: (notes, confidence) => describeNotes(notes, undefined, confidence),
  };

  /** The pack is over: shown where something came of it, a refusal otherwise. */
  function end(pack: Pack, photo: Photo): void {
    if (countThere(pack) === 0) return machine.enter({ name: 'refused', photo, refusal: pack.course === 'cut' ? lostConnection : refusalOfPack(pack) });
    packs = [...packs, pack];
    machine.enter({ name: 'packed', photo, pack });
  }

  function stopAs(course: Course): boolean {
    running?.abort();
    running = undefined;
    forgetPress();
    const { state } = machine;
    if (state.name !== 'packing' || countThere(state.pack) === 0) return true;
    end({ ...state.pack, course }, state.photo);
    return false;
  }

  return {
    get packs() {
      return packs;
    },
    async run(order, selfies, photo) {
      const controller = new AbortController();
      const { signal } = (running = controller);
      let pack = beginPack(order, selfies, isPaid());
      machine.enter({ name: 'packing', photo, pack });
      try {
        for await (const event of send(order, signal)) {
          if (signal.aborted) return;
          pack = advance(pack, event, shelf);
          if (isComing(pack)) machine.enter({ name: 'packing', photo, pack });
        }
        if (signal.aborted) return;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof Refused) return void refuse(error, photo);
        // The connection broke, or what came is not the studio's: what arrived before is good.
        if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
      } finally {
        if (running === controller) running = undefined;
      }
      settlePack(pack);
      end(isComing(pack) ? { ...pack, course: 'cut' } : pack, photo);
    },
    cancel: () => stopAs('cancelled'),
    forget() {
      running?.abort();
      running = undefined;
      packs = [];
    },
  };

  function refuse({ refusal }: Refused, photo: Photo): void {
    settleRefused(refusal);
    machine.enter({ name: 'refused', photo, refusal });
  }
}

/** A press whose answer did not end is the same press when it is tried again. */
function settlePack(pack: Pack): void {
  if (isComing(pack)) settleRefused(lostConnection);
  else settleCharged(pack.charged ?? 0);
}

/**
 * With `fetch`, because only it hands over an answer piece by piece; it does not tell how much of the selfies has been sent.
 *
 * @throws {Refused} The server's problem document; {TypeError} a broken connection; as `readEvents`.
 */
async function* send(order: PackOrder, signal: AbortSignal): AsyncGenerator<PackEvent, void, undefined> {
  const answer = await fetch(order.path, { method: 'POST', body: order.body, headers: { Accept: 'text/event-stream', ...pay(order) }, signal });
  if (!answer.ok || !answer.body) throw new Refused(await readRefusal({ status: answer.status, header: (name) => answer.headers.get(name), text: () => answer.text() }));
  yield* readEvents(answer.body);
}
