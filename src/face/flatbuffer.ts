// Owns reading and re-pointing tables of a FlatBuffer in place. Refuses schemas: callers name fields by their index.

/** A FlatBuffer's bytes; offsets are in bytes from the start, 0 is never an object. @see https://flatbuffers.dev/internals/ */
export class FlatBuffer {
  #bytes: Uint8Array<ArrayBuffer>;
  #view: DataView<ArrayBuffer>;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes;
  }

  /** The root table. */
  get root(): number {
    return this.#view.getUint32(0, true);
  }

  /** Where a table keeps a field's value; undefined when the field has its default. */
  field(table: number, index: number): number | undefined {
    const layout = table - this.#view.getInt32(table, true);
    const slot = 4 + 2 * index;
    if (slot >= this.#view.getUint16(layout, true)) return undefined;
    const offset = this.#view.getUint16(layout + slot, true);
    return offset === 0 ? undefined : table + offset;
  }

  /** The object (table, vector or string) a field points at. */
  object(table: number, index: number): number | undefined {
    const at = this.field(table, index);
    return at === undefined ? undefined : at + this.#view.getUint32(at, true);
  }

  /** A field's 32-bit number. */
  number(table: number, index: number): number {
    const at = this.field(table, index);
    return at === undefined ? 0 : this.#view.getInt32(at, true);
  }

  /** The tables of a vector field. */
  tables(table: number, index: number): number[] {
    const vector = this.object(table, index);
    if (vector === undefined) return [];
    const at = (place: number) => vector + 4 + 4 * place;
    return Array.from({ length: this.#view.getUint32(vector, true) }, (_, place) => at(place) + this.#view.getUint32(at(place), true));
  }

  /** The 32-bit numbers of a vector field. */
  numbers(table: number, index: number): number[] {
    const vector = this.object(table, index);
    if (vector === undefined) return [];
    return Array.from({ length: this.#view.getUint32(vector, true) }, (_, place) => this.#view.getInt32(vector + 4 + 4 * place, true));
  }

  /** The bytes of a string or byte vector field. */
  content(table: number, index: number): Uint8Array<ArrayBuffer> {
    const vector = this.object(table, index);
    if (vector === undefined) return new Uint8Array(0);
    return this.#bytes.subarray(vector + 4, vector + 4 + this.#view.getUint32(vector, true));
  }

  /** Point a vector field at new 32-bit numbers, written behind the end. */
  replaceNumbers(table: number, index: number, numbers: readonly number[]): void {
    const at = this.field(table, index);
    if (at === undefined) throw new Error('The field to replace is absent');
    const start = Math.ceil(this.#bytes.length / 4) * 4;
    const longer = new Uint8Array(start + 4 + 4 * numbers.length);
    longer.set(this.#bytes);
    this.#bytes = longer;
    this.#view = new DataView(longer.buffer);
    this.#view.setUint32(start, numbers.length, true);
    numbers.forEach((number, place) => this.#view.setInt32(start + 4 + 4 * place, number, true));
    this.#view.setUint32(at, start - at, true);
  }

  /** Keep only some tables of a vector field, in the given order; they must lie behind the vector. */
  keepTables(table: number, index: number, kept: readonly number[]): void {
    const vector = this.object(table, index);
    if (vector === undefined) throw new Error('The vector to shrink is absent');
    this.#view.setUint32(vector, kept.length, true);
    kept.forEach((target, place) => this.#view.setUint32(vector + 4 + 4 * place, target - (vector + 4 + 4 * place), true));
  }
}
