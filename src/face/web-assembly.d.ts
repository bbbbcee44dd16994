// Owns the types of the little of WebAssembly that is used by name: TypeScript has them only together with a browser's.

declare namespace WebAssembly {
  /** A compiled program; can be posted to another thread, which shares its machine code. */
  class Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }

  type Imports = Record<string, Record<string, unknown>>;

  class Instance {
    constructor(program: Module, imports: Imports);
    readonly exports: Readonly<Record<string, unknown>>;
  }

  /** @throws {Error} When the bytes are not a program. */
  function compile(bytes: Uint8Array): Promise<Module>;
}
