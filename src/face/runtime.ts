// Owns the TFLite runtime of one thread: loading it outside a browser, running models, zero-filling what they saw. Refuses to know what models mean.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import type { CompiledModel, LiteRt, Tensor } from '@litertjs/core';

/** One input of a model: float32 values and their shape. */
export interface ModelInput {
  readonly data: Float32Array<ArrayBuffer>;
  readonly shape: number[];
}

/** A loaded model. */
export interface RunnableModel {
  /**
   * Run on some inputs; tensors inside the runtime are zero-filled before they are freed.
   *
   * @returns One array for each output, owned by the caller.
   */
  run(inputs: readonly ModelInput[]): Promise<Float32Array<ArrayBuffer>[]>;
  /** Run once on zeros of the same shapes, which overwrites the activations of the last picture; nothing when clean. */
  blank(): Promise<void>;
}

/** The runtime of this thread. */
export interface Runtime {
  load(bytes: Uint8Array<ArrayBuffer>): Promise<RunnableModel>;
  /** Compiled; another thread of this process need not do it again. */
  readonly program: WebAssembly.Module;
}

type Core = typeof import('@litertjs/core');

/**
 * Load the runtime. Once in each thread.
 *
 * @param onFault - Told that the runtime reported an error: it goes on computing garbage after an unknown operation.
 * @param compiled - The program of a runtime in another thread.
 */
export async function loadRuntime(onFault: (line: string) => void, compiled?: WebAssembly.Module): Promise<Runtime> {
  const script = createRequire(import.meta.url).resolve('@litertjs/core/wasm/litert_wasm_internal.js');
  const program = compiled ?? (await compileProgram(readFileSync(script.replace(/js$/, 'wasm'))));
  const folder = dirname(script);
  const restore = pretendBrowser(folder, program, onFault);
  try {
    const core = await import('@litertjs/core');
    const lite = await core.loadLiteRt(folder);
    return { load: (bytes) => loadModel(core, lite, bytes), program };
  } finally {
    restore();
  }
}

/**
 * What a function may execute before V8 optimises it, in V8's own measure: 30 times its usual. A process lives for seconds; of
 * the many functions that a start passes through only those that the models spend their time in are worth it. Measured: 0.4 s
 * less of CPU until the engine is warm, still 0.3 s after nine pictures; the first of them takes a fifth longer, the rest a
 * tenth at most.
 */
const patientBudget = 400_000_000;

/** V8's own; `node --v8-options` says it. */
const usualBudget = 13_000_000;

async function compileProgram(bytes: Uint8Array): Promise<WebAssembly.Module> {
  // A program keeps what it was compiled with. Back at once: compiled modules are kept for processes with the same flags.
  setFlagsFromString(`--wasm-tiering-budget=${patientBudget}`);
  try {
    return await WebAssembly.compile(bytes);
  } finally {
    setFlagsFromString(`--wasm-tiering-budget=${usualBudget}`);
  }
}

async function loadModel(core: Core, lite: LiteRt, bytes: Uint8Array<ArrayBuffer>): Promise<RunnableModel> {
  const model = await core.loadAndCompile(bytes, { accelerator: 'wasm', cpuOptions: { numThreads: 1 } });
  let shapes: number[][] | undefined;
  const run = async (inputs: readonly ModelInput[]) => {
    shapes = inputs.map(({ shape }) => shape);
    return runOnce(core, lite, model, inputs);
  };
  const blank = async () => {
    if (!shapes) return;
    const zeros = shapes.map((shape) => ({ shape, data: new Float32Array(shape.reduce((size, side) => size * side, 1)) }));
    await runOnce(core, lite, model, zeros);
    shapes = undefined;
  };
  return { run, blank };
}

async function runOnce(core: Core, lite: LiteRt, model: CompiledModel, inputs: readonly ModelInput[]) {
  const tensors: Tensor[] = inputs.map(({ data, shape }) => new core.Tensor(data, shape));
  try {
    const outputs = await model.run(tensors);
    tensors.push(...outputs);
    // A host tensor's copy is made with `slice`: its buffer is its own.
    return outputs.map((output) => output.toTypedArray() as Float32Array<ArrayBuffer>);
  } finally {
    for (const tensor of tensors) eraseTensor(lite, tensor);
  }
}

function eraseTensor(lite: LiteRt, tensor: Tensor): void {
  const buffer = tensor.liteRtTensorBuffer;
  const start = buffer.lock(lite.liteRtWasm.LiteRtTensorBufferLockMode.WRITE);
  lite.liteRtWasm.HEAPU8.fill(0, start, start + buffer.packedSize());
  buffer.unlock();
  tensor.delete();
}

/** Put up what the loader expects of a web worker; returns what takes it all down again. */
function pretendBrowser(folder: string, program: WebAssembly.Module, onFault: (line: string) => void): () => void {
  const adapter = { limits: {}, features: new Set(), requestDevice: async () => null };
  const scenery: Record<string, unknown> = {
    self: globalThis,
    require: createRequire(import.meta.url),
    __dirname: folder,
    __filename: join(folder, 'litert_wasm_internal.js'),
    importScripts: (file: string) => runInThisContext(readFileSync(file, 'utf8'), { filename: file }),
    Module: {
      instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance, program: WebAssembly.Module) => void) => {
        done(new WebAssembly.Instance(program, imports), program);
        return {};
      },
      print: () => undefined,
      printErr: (line: unknown) => {
        if (String(line).includes('ERROR:')) onFault(String(line));
      },
    },
    navigator: { gpu: { requestAdapter: async () => adapter }, userAgent: '' },
  };
  const before = Object.keys(scenery).map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)] as const);
  for (const [name, value] of Object.entries(scenery)) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
  }
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor) Object.defineProperty(globalThis, name, descriptor);
      else Reflect.deleteProperty(globalThis, name);
    }
    Reflect.deleteProperty(globalThis, 'ModuleFactory');
  };
}
