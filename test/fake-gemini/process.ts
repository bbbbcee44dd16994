// Owns the fake Gemini in a process of its own, so that its memory and time are not counted as the client's.

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { FakeBehaviour, FakeRequest } from './behaviour.ts';
import { startFakeGemini } from './fake-gemini.ts';

/** A fake in another process: as in this one, but everything takes a message. */
export interface FakeGeminiProcess extends AsyncDisposable {
  readonly url: string;
  script(...behaviours: readonly FakeBehaviour[]): Promise<void>;
  /** What it saw until now. */
  readRequests(): Promise<readonly FakeRequest[]>;
}

type Ask = { readonly ask: 'script'; readonly behaviours: readonly FakeBehaviour[] } | { readonly ask: 'requests' };

/** Start a fake Gemini in a child process; it ends with the parent. */
export async function startFakeGeminiProcess(): Promise<FakeGeminiProcess> {
  const child = fork(fileURLToPath(import.meta.url), ['serve-fake-gemini'], { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [{ url }] = (await once(child, 'message')) as [{ url: string }];
  let turn: Promise<unknown> = Promise.resolve();
  // One question at a time: answers come in order and carry no number.
  const ask = (question: Ask) => {
    const answer = turn.then(async () => {
      child.send(question);
      const [reply] = await once(child, 'message');
      return reply as { readonly requests: readonly FakeRequest[] };
    });
    turn = answer.catch(() => {});
    return answer;
  };
  return {
    url,
    script: async (...behaviours) => void (await ask({ ask: 'script', behaviours })),
    readRequests: async () => (await ask({ ask: 'requests' })).requests,
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}

async function serveFromChild(): Promise<void> {
  const fake = await startFakeGemini();
  process.on('message', (question: Ask) => {
    if (question.ask === 'script') fake.script(...question.behaviours);
    process.send?.({ requests: fake.requests });
  });
  process.on('disconnect', () => process.exit(0));
  process.send?.({ url: fake.url });
}

if (process.send && process.argv[2] === 'serve-fake-gemini') await serveFromChild();
