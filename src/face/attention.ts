// Owns cutting the attention mesh in two models that a plain TFLite runtime can run. Refuses to run them.

import { FlatBuffer } from './flatbuffer.ts';
import { readNumberMap } from './flexbuffer.ts';

/** A part of the face that the second half looks at closely. */
export interface AttentionRegion {
  /** Mesh points that the second half refines, in its output's order. */
  readonly points: readonly number[];
  /** Mesh points whose line is the region's horizontal. */
  readonly leftPoint: number;
  readonly rightPoint: number;
  /** Side of the sampled square over the points' bounding box. */
  readonly scale: number;
}

/** The attention mesh as two models with the sampling between them left out. */
export interface SplitMesh {
  /** Picture → mesh, flag, features. */
  readonly coarse: Uint8Array<ArrayBuffer>;
  /** Features of lips and both eyes → their refined points. */
  readonly fine: Uint8Array<ArrayBuffer>;
  /** Lips, the eye at point 33, the eye at point 362. */
  readonly regions: readonly AttentionRegion[];
}

// Field numbers of https://github.com/google-ai-edge/LiteRT/blob/main/tflite/schema/schema.fbs
const model = { operatorCodes: 1, subgraphs: 2 };
const subgraph = { inputs: 1, outputs: 2, operators: 3 };
const operator = { code: 0, inputs: 1, outputs: 2, customOptions: 5 };
const operatorCode = { customCode: 1 };

interface Operation {
  readonly table: number;
  readonly kind: string;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly options: Uint8Array<ArrayBuffer>;
}

/**
 * Split the attention mesh around its three custom operations, which exist on no plain runtime:
 * Landmarks2TransformMatrix, TransformTensorBilinear and TransformLandmarks are done here instead (see mesh.ts).
 */
export function splitAttentionMesh(bytes: Uint8Array<ArrayBuffer>): SplitMesh {
  const source = new FlatBuffer(bytes);
  const graph = firstGraph(source);
  const operations = readOperations(source, graph);
  const of = (kind: string) => operations.filter((operation) => operation.kind === kind);
  const samplers = of('TransformTensorBilinear');
  const inputs = source.numbers(graph, subgraph.inputs);
  const outputs = source.numbers(graph, subgraph.outputs);
  // Output 0 is the mesh behind a slice that takes all of it; output 6 is the flag.
  const meshSlice = operations.find((operation) => operation.outputs.includes(pick(outputs, 0)));
  const coarseEnds = [pick(meshSlice?.inputs ?? [], 0), pick(outputs, 6), pick(pick(samplers, 0).inputs, 0)];
  const fineStarts = samplers.map((sampler) => pick(sampler.outputs, 0));
  const fineEnds = of('TransformLandmarks').map((operation) => pick(operation.inputs, 0));
  return {
    coarse: extract(bytes, operations, inputs, coarseEnds),
    fine: extract(bytes, operations, fineStarts, fineEnds),
    regions: of('Landmarks2TransformMatrix').map(readRegion),
  };
}

function firstGraph(source: FlatBuffer): number {
  return pick(source.tables(source.root, model.subgraphs), 0);
}

function readOperations(source: FlatBuffer, graph: number): Operation[] {
  const codes = source.tables(source.root, model.operatorCodes);
  const kinds = codes.map((code) => Buffer.from(source.content(code, operatorCode.customCode)).toString('latin1'));
  return source.tables(graph, subgraph.operators).map((table) => ({
    table,
    kind: kinds[source.number(table, operator.code)] ?? '',
    inputs: source.numbers(table, operator.inputs),
    outputs: source.numbers(table, operator.outputs),
    options: source.content(table, operator.customOptions),
  }));
}

/** A copy of the model with only the operations between some tensors and others, in their old order. */
function extract(bytes: Uint8Array<ArrayBuffer>, operations: readonly Operation[], starts: readonly number[], ends: readonly number[]) {
  const wanted = new Set(ends);
  const kept: Operation[] = [];
  for (const operation of operations.toReversed()) {
    const isNeeded = operation.outputs.some((tensor) => wanted.has(tensor) && !starts.includes(tensor));
    if (!isNeeded) continue;
    kept.unshift(operation);
    for (const tensor of operation.inputs) wanted.add(tensor);
  }
  const copy = new FlatBuffer(bytes.slice());
  const graph = firstGraph(copy);
  const tables = kept.map((operation) => operation.table);
  copy.keepTables(graph, subgraph.operators, tables);
  copy.replaceNumbers(graph, subgraph.inputs, starts);
  copy.replaceNumbers(graph, subgraph.outputs, ends);
  return copy.bytes;
}

function readRegion(operation: Operation): AttentionRegion {
  const options = readNumberMap(operation.options);
  const number = (key: string) => {
    const value = options.get(key);
    if (typeof value !== 'number') throw new Error(`The attention mesh lacks ${key}`);
    return value;
  };
  const points = options.get('subset_idxs');
  if (!Array.isArray(points)) throw new Error('The attention mesh lacks the points of a region');
  return { points, leftPoint: number('left_rotation_idx'), rightPoint: number('right_rotation_idx'), scale: number('scale_x') };
}

function pick<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new Error('The attention mesh is not of the expected shape');
  return item;
}
