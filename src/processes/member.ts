// Owns one worker as the supervisor sees it: its process, its state, what it reserved. Decides nothing.

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Config } from '../config.ts';
import type { Build } from '../retention/build.ts';
import type { Kept } from '../studio/shared.ts';
import type { TlsIdentity } from '../tls.ts';
import { createCallDesk } from './call-desk.ts';
import type { FromWorker, ToWorker } from './message.ts';

/** A worker process. */
export interface Member {
  readonly child: ChildProcess;
  state: 'starting' | 'open' | 'warm' | 'retiring';
  /** When its first request with a body began; undefined while it has seen none. */
  firstPhotoAt: number | undefined;
  /** When its last such request ended; undefined while one runs. */
  idleSince: number | undefined;
  isDrained: boolean;
  /** Was told to. */
  hasRehearsed: boolean;
  tell(message: ToWorker): void;
  /** Hand a connection over. */
  hand(held: Held): void;
  /** Connections that it has not read from and, once it is gone, never will. */
  takeBack(): readonly Held[];
}

/** A connection that no worker has read from. */
export interface Held {
  readonly socket: Socket;
  readonly sinceMs: number;
}

/** What all workers of a studio are started with. */
export interface Outfit {
  readonly config: Config;
  readonly kept: Kept;
  readonly build: Build;
  /** Environment and flags of a worker's process. */
  readonly environment: NodeJS.ProcessEnv;
  readonly flags: readonly string[];
  tls: TlsIdentity | undefined;
}

/** What the supervisor does when a worker says something or is gone. */
export interface MemberEvents {
  changed(member: Member, kind: FromWorker['kind']): void;
  /** A worker gave back what it had reserved. */
  released(): void;
  /** A worker that is about to end left a connection unread. */
  left(held: Held): void;
  gone(member: Member, how: number | string): void;
}

/** Start a worker. */
export function startMember({ config, kept, build, environment, flags, tls }: Outfit, events: MemberEvents): Member {
  // JSON, the other way to say it, makes null of a limit that is Infinity.
  const child = fork(new URL('./worker.ts', import.meta.url), { env: environment, execArgv: [...flags], serialization: 'advanced' });
  const send = (message: ToWorker, socket?: Socket) => {
    // A worker that dies under the message is replaced on its `exit`, and its connections go to another: kept open until then.
    if (child.connected) child.send(message, socket, { keepOpen: true }, () => undefined);
  };
  const handed = new Map<number, Held>();
  let connections = 0;
  const desk = createCallDesk(kept, send);
  let known = kept.receiptKeys.keys();
  const member: Member = {
    child,
    state: 'starting',
    firstPhotoAt: undefined,
    idleSince: undefined,
    isDrained: false,
    hasRehearsed: false,
    tell: (message) => send(message),
    hand(held) {
      const receiptKeys = kept.receiptKeys.keys();
      if (receiptKeys.signing.kid !== known.signing.kid) send({ kind: 'keys', receiptKeys });
      known = receiptKeys;
      handed.set(++connections, held);
      send({ kind: 'connection', connection: connections, waitedMs: performance.now() - held.sinceMs }, held.socket);
    },
    takeBack: () => [...handed.values()],
  };
  child.on('message', (message: FromWorker) => {
    desk.hear(message);
    if (message.kind === 'taken' || message.kind === 'left') {
      const held = handed.get(message.connection);
      handed.delete(message.connection);
      if (held && message.kind === 'left') events.left(held);
      // This process's own copy; the connection stays open in the worker.
      else held?.socket.destroy();
    }
    if (message.kind === 'release') events.released();
    if (note(member, message)) events.changed(member, message.kind);
  });
  // What could not be sent or started ends in `exit` too.
  child.on('error', () => undefined);
  child.once('exit', (code, signal) => {
    const end = () => {
      desk.giveBack();
      events.gone(member, signal ?? code ?? 0);
    };
    // What it said last may be read after its end, such as that it read from a connection.
    if (child.connected) child.once('disconnect', end);
    else end();
  });
  send({ kind: 'begin', config, rateSalt: kept.rate.salt, receiptKeys: known, tls, build });
  return member;
}

function note(member: Member, message: FromWorker): boolean {
  if (message.kind === 'open' || message.kind === 'warm') {
    if (member.state !== 'retiring') member.state = message.kind;
  } else if (message.kind === 'drained') member.isDrained = true;
  else if (message.kind === 'photos') {
    member.firstPhotoAt ??= performance.now();
    member.idleSince = message.inFlight === 0 ? performance.now() : undefined;
  } else return false;
  return true;
}
