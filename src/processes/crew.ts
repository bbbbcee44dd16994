// Owns which worker takes the next connection, when a worker retires, and when another starts. Refuses a photo to whom its time is over.

import type { Socket } from 'node:net';
import { availableParallelism } from 'node:os';
import type { Log } from '../log.ts';
import type { TlsIdentity } from '../tls.ts';
import { graceMs } from './connections.ts';
import { startMember } from './member.ts';
import type { Held, Member, Outfit } from './member.ts';
import type { FromWorker } from './message.ts';

/** All workers of a studio. */
export interface Crew {
  /** Hand a connection to a worker, now or as soon as one takes it. */
  take(socket: Socket): void;
  /** Resolves when a worker takes connections; its engine may still be warming up. */
  opened(): Promise<void>;
  /** Use a renewed certificate in every worker. */
  renew(tls: TlsIdentity): void;
  /** Refuse new requests, wait for what is in flight, end every worker. */
  drain(): Promise<void>;
}

/** A client that sends one photo after another does so within this time of the last answer; without a photo for longer, the cores rest. */
const lingerMs = 200;

/** Where no other worker is warm yet, the one that is idle waits this long for it: its end takes time too, and a second after the answer it is to be gone. */
const longestLingerMs = 400;

/**
 * While a long line of pictures waits for a core, the next worker gets its first connection this much later: each costs about
 * as much as five pictures to start and to come up to speed, and what waits here is in nobody's memory. A page or a health
 * check may wait with them: no longer than the image's health check does.
 */
const holdMs = 5000;

/** Pictures that keep every core busy for longer than the next worker takes to come up to speed. */
const longLine = 2 * availableParallelism();

/** So long after pictures waited for a core they may do so again: what came together comes back together. */
const lineMemoryMs = 20_000;

/** A worker that dies this often before any has served will not be cured by another try. */
const mostFailedStarts = 3;

/** Between failed starts: twice as long each time, half a minute at most. */
const backOffMs = (failures: number) => Math.min(30_000, 250 * 2 ** failures);

/** After its own limit a drain has this long to cut what is left, in each worker and then here. */
const cutAfterMs = 4_000;

/** @param onHopeless - Told when no worker can ever serve. */
export function createCrew(outfit: Outfit, log: Log, onHopeless: () => void): Crew {
  const { config } = outfit;
  const { pixelGate, engineGate } = outfit.kept;
  const members = new Set<Member>();
  const line: Held[] = [];
  let isDraining = false;
  const opened = Promise.withResolvers<void>();
  let hasServed = false;
  let wasWarm = false;
  let failedStarts = 0;
  let startsAgainAt = 0;
  let lineSeenAt = -Infinity;
  let releasedAt = -Infinity;
  let emptied = () => undefined as void;

  function fill(): void {
    const active = [...members].filter((member) => member.state !== 'retiring' && !isMissedSoon(member));
    // One at a time: two that start together are both late.
    const isStarting = active.some(({ state }) => state === 'starting' || state === 'open');
    const isWanted = active.length < config.standbyWorkers && members.size < config.maxWorkers;
    // A start would take a core from pictures; whoever stands by is enough until it has one itself.
    const hasTime = pixelGate.isBusy && active.some(isFresh);
    if (isDraining || isStarting || !isWanted || hasTime || performance.now() < startsAgainAt) return;
    members.add(startMember(outfit, { changed, gone, left, released }));
  }

  /** Its photos are with a provider and the cores rest: another starts now and not beside the next pictures. */
  function isMissedSoon({ firstPhotoAt = Infinity }: Member): boolean {
    return isResting() && engineGate.calls > 0 && firstPhotoAt < releasedAt;
  }

  /** Nobody works on a picture, and nobody is about to. */
  function isResting(): boolean {
    return pixelGate.heldBytes === 0 && performance.now() - releasedAt >= lingerMs;
  }

  function released(): void {
    releasedAt = performance.now();
    setTimeout(reconsider, lingerMs + 1);
    reconsider();
  }

  function left(held: Held): void {
    line.unshift(held);
    handOver();
  }

  function changed(member: Member, kind: FromWorker['kind']): void {
    if (member.state === 'open' || member.state === 'warm') {
      hasServed = true;
      opened.resolve();
    }
    if (member.state === 'warm') {
      wasWarm = true;
      failedStarts = 0;
    }
    if (member.idleSince !== undefined) for (const ms of [lingerMs, longestLingerMs]) setTimeout(reconsider, ms + 1);
    if (isDraining && kind === 'open') askToDrain([member]);
    if (member.firstPhotoAt !== undefined) setTimeout(reconsider, Math.max(1, member.firstPhotoAt + config.maxResidenceMs + 1 - performance.now()));
    reconsider();
  }

  function gone(member: Member, how: number | string): void {
    members.delete(member);
    line.unshift(...member.takeBack());
    if (how !== 0 && !isDraining) log.alarm('worker lost', { how });
    if (member.state === 'starting' && !isDraining) noteFailedStart();
    reconsider();
  }

  function noteFailedStart(): void {
    failedStarts += 1;
    if (!hasServed && failedStarts >= mostFailedStarts) return onHopeless();
    startsAgainAt = performance.now() + backOffMs(failedStarts);
    setTimeout(reconsider, backOffMs(failedStarts) + 1);
  }

  function reconsider(): void {
    if (pixelGate.waiting > 0) lineSeenAt = performance.now();
    if (isDraining) return endWhenDrained();
    for (const member of members) if (isDue(member)) retire(member);
    handOver();
    rehearse();
    fill();
  }

  /**
   * Whoever stands by comes up to speed while the cores rest: beside pictures it would slow down more of them than it serves.
   * What comes back from a provider is one of those, and needs little of it: the local engine's own pictures do.
   */
  function rehearse(): void {
    if (line.length > 0 || !isResting() || engineGate.calls > 0) return;
    // A second thread is of use to those alone who do not come one by one, and it costs as much again.
    const atOnce = performance.now() - lineSeenAt < lineMemoryMs ? config.faceWorkers : 1;
    for (const member of members) {
      if (!isFresh(member) || member.hasRehearsed) continue;
      member.hasRehearsed = true;
      member.tell({ kind: 'rehearse', atOnce });
    }
  }

  function handOver(): void {
    for (let next = choose(); next && line.length > 0 && !isToWait(next); next = choose()) next.hand(line.shift()!);
  }

  function isDue(member: Member): boolean {
    if (member.state === 'retiring' || member.firstPhotoAt === undefined) return false;
    const now = performance.now();
    if (now - member.firstPhotoAt >= config.maxResidenceMs) return true;
    if (member.idleSince === undefined) return false;
    return now - member.idleSince >= ([...members].some(isFresh) ? lingerMs : longestLingerMs);
  }

  function retire(member: Member): void {
    member.state = 'retiring';
    member.tell({ kind: 'end' });
  }

  /** One that has seen a photo goes on, so that few processes ever see one; then the warm. The very first serves as it warms up, and so does the last. */
  function choose(): Member | undefined {
    const open = [...members].filter(({ state, child }) => (state === 'warm' || (state === 'open' && (!wasWarm || isDraining))) && child.connected);
    return open.find(({ firstPhotoAt }) => firstPhotoAt !== undefined) ?? open[0];
  }

  /** Connections wait for the work of a worker that retires, when no core will be free for another's soon. */
  function isToWait(next: Member): boolean {
    const isRetiring = [...members].some(({ state }) => state === 'retiring');
    const waitsMs = performance.now() - (line[0]?.sinceMs ?? 0);
    return !isDraining && isFresh(next) && isRetiring && pixelGate.waiting > longLine && waitsMs < holdMs;
  }

  /** Whoever waits is answered by a worker that starts; one that had no photo stays to the last, for who comes now to be told. */
  function endWhenDrained(): void {
    handOver();
    for (const member of members) if (member.state === 'starting' && line.length === 0) member.child.kill('SIGKILL');
    const isOver = [...members].every(({ isDrained, state }) => isDrained && state !== 'retiring');
    for (const member of members) if (member.isDrained && member.state !== 'retiring' && (isOver || member.firstPhotoAt !== undefined)) retire(member);
    if (members.size === 0) emptied();
  }

  /** Who waited comes first: what has come whole by then is in flight. */
  function askToDrain(asked: readonly Member[]): void {
    const waitMs = line.length > 0 ? graceMs : 0;
    handOver();
    setTimeout(() => asked.forEach((member) => member.tell({ kind: 'drain' })), waitMs);
  }

  fill();
  return {
    take(socket) {
      line.push({ socket, sinceMs: performance.now() });
      handOver();
      if (line.length > 0) setTimeout(handOver, holdMs + 1);
    },
    opened: () => opened.promise,
    renew(tls) {
      outfit.tls = tls;
      for (const member of members) member.tell({ kind: 'renew', tls });
    },
    async drain() {
      isDraining = true;
      const { promise, resolve } = Promise.withResolvers<void>();
      emptied = resolve;
      askToDrain([...members].filter(({ state }) => state !== 'starting'));
      const cut = setTimeout(() => members.forEach(({ child }) => child.kill('SIGKILL')), config.drainMs + cutAfterMs);
      endWhenDrained();
      await promise;
      clearTimeout(cut);
      for (const { socket } of line) socket.destroy();
    },
  };
}

function isFresh({ state, firstPhotoAt }: Member): boolean {
  return state === 'warm' && firstPhotoAt === undefined;
}
