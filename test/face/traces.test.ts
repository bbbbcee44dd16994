// Owns the tests of what the runtime reports, and that nothing of a picture stays in its memory or in a job's arrays.

import { getGlobalLiteRt } from '@litertjs/core';
import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/face/models.ts';
import { loadRuntime } from '../../src/face/runtime.ts';
import { Scratch, Stopped } from '../../src/face/scratch.ts';

describe('a job’s scratch', () => {
  it('zero-fills every array it made or kept, and none it gave away', () => {
    const [made, kept, given] = [new Float32Array(3).fill(1), new Uint8Array(3).fill(1), new Float32Array(3).fill(1)];
    {
      using scratch = new Scratch();
      scratch.keep(made);
      scratch.keep(kept);
      scratch.keep(given);
      scratch.release(given);
    }
    expect([...made, ...kept, ...given]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1]);
  });

  it('takes dropped memory again for the same job, zero-filled, and for no other', () => {
    const [one, other] = [new Scratch(), new Scratch()];
    const dropped = one.floats(3).fill(1);
    one.drop(dropped);
    expect([...dropped]).toEqual([0, 0, 0]);
    expect(other.floats(3)).not.toBe(dropped);
    expect([one.floats(4), one.floats(3), one.floats(3)].map((array) => array === dropped)).toEqual([false, true, false]);
  });

  it('zero-fills when the job ends with an error too', () => {
    const array = new Uint8Array(4).fill(9);
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const work = () => {
      using scratch = new Scratch(stop);
      scratch.keep(array);
      scratch.step();
      stop[0] = 1;
      scratch.step();
    };
    expect(work).toThrow(Stopped);
    expect([...array]).toEqual([0, 0, 0, 0]);
  });
});

// The runtime is loaded once in a thread.
const faults: string[] = [];
const loading = loadRuntime((line) => faults.push(line));

describe('the runtime', () => {
  it('reports an operation it does not know, where it would go on computing garbage', async () => {
    const model = await (await loading).load(readModel('attentionMesh')).catch(() => undefined);
    await model?.run([{ data: new Float32Array(192 * 192 * 3), shape: [1, 192, 192, 3] }]).catch(() => undefined);
    expect(faults.join('\n')).toContain('ERROR:');
  });
});

describe('the runtime’s memory', () => {
  it('holds neither input nor output after a run, and no activations after a blank one', async () => {
    const runtime = await loading;
    const model = await runtime.load(readModel('personMask'));
    const shape = [1, 256, 256, 3];
    const run = (data: Float32Array<ArrayBuffer>) => model.run([{ data, shape }]);
    const memory = () => getGlobalLiteRt().liteRtWasm.HEAPU8;
    // The first runs lay out the runtime's memory.
    await run(new Float32Array(256 * 256 * 3));
    await run(new Float32Array(256 * 256 * 3));
    const clean = memory().slice();
    const picture = Float32Array.from({ length: 256 * 256 * 3 }, (_, index) => 0.25 + 0.5 * Math.abs(Math.sin(index)));
    const [output] = await run(picture);
    const needle = (values: Float32Array) => Buffer.from(values.buffer, 1000 * 4, 64);
    expect(Buffer.from(memory().buffer).includes(needle(picture))).toBe(false);
    expect(Buffer.from(memory().buffer).includes(needle(output!))).toBe(false);
    const differing = () => memory().reduce((count, byte, index) => count + (byte === clean[index] ? 0 : 1), 0);
    const traces = differing();
    await model.blank();
    expect(traces).toBeGreaterThan(100_000);
    expect(differing()).toBeLessThan(traces / 1000);
  });
});
