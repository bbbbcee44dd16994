// Owns the file of an identity photo: kilobytes between the rule's limits, pixels fewer only where the rule takes fewer. Refuses to change the picture otherwise.

import type { RenderNote } from '../engines/engine.ts';
import { mmPerInch } from '../documents/output-size.ts';
import type { OutputSize } from '../documents/output-size.ts';
import type { DocumentRule } from '../documents/rule.ts';
import { encodePicture } from '../photo/encode.ts';
import type { EncodedFile, EncodeOptions } from '../photo/encode.ts';
import { resizePixels } from '../photo/frame.ts';
import type { Pixels } from '../photo/pixels.ts';
import { Problem } from '../problem.ts';
import type { DocumentOrder, JobContext } from './orders.ts';

/** A file and what must be told of it. */
export interface DocumentFile extends EncodedFile {
  readonly dpi: number;
  readonly notes: readonly RenderNote[];
}

/** Small pictures of faces that machines compare: blocks must not be seen in them. */
const documentQuality = 95;

/** Before blocks are seen, a portal that takes fewer pixels gets fewer. */
const qualityBeforePixels = 60;

/**
 * Write the file. The pixels are erased.
 *
 * @throws {Problem} `parameter-invalid` when no file is small enough, saying the smallest.
 */
export async function encodeDocument(pixels: Pixels, size: OutputSize, rule: DocumentRule, wish: DocumentOrder['encoding'], context: JobContext): Promise<DocumentFile> {
  const limits = narrowLimits(rule, wish);
  const options: EncodeOptions = { format: wish.format, quality: wish.quality ?? documentQuality, dpi: size.dpi, source: 'humanEdits', ...limits };
  const file = await context.step('encode', () => encodeOrShrink(pixels, rule, options, context));
  const isSmall = limits.minKB !== undefined && file.bytes.byteLength < limits.minKB * 1024;
  return { ...file, dpi: dpiOf(file, rule), notes: isSmall ? ['below-min-kb'] : [] };
}

/** The rule's limits, which the person may narrow. */
function narrowLimits({ digital }: DocumentRule, { minKB, maxKB }: DocumentOrder['encoding']): { readonly minKB?: number; readonly maxKB?: number } {
  const least = Math.max(digital?.minKB ?? 0, minKB ?? 0);
  const most = Math.min(digital?.maxKB ?? Infinity, maxKB ?? Infinity);
  return { ...(least > 0 && { minKB: least }), ...(most < Infinity && { maxKB: most }) };
}

async function encodeOrShrink(pixels: Pixels, rule: DocumentRule, options: EncodeOptions, context: JobContext): Promise<EncodedFile> {
  const { vault, signal } = context;
  const leastQuality = canShrink(pixels, rule) ? qualityBeforePixels : undefined;
  try {
    const file = await encodePicture(pixels, { ...options, leastQuality }, vault, signal);
    vault.erase(pixels.data);
    return file;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'parameter-invalid' || !canShrink(pixels, rule)) throw error;
    const smaller = await shrinkPixels(pixels, rule, context);
    return encodeOrShrink(smaller, rule, { ...options, dpi: dpiOf(smaller, rule) }, context);
  }
}

function canShrink({ height }: Pixels, { digital }: DocumentRule): boolean {
  return height > (digital?.minPixels?.height ?? Infinity);
}

/** A step of a tenth a side, down to the least the portal takes. */
async function shrinkPixels(pixels: Pixels, { digital }: DocumentRule, { vault, signal }: JobContext): Promise<Pixels> {
  const least = digital?.minPixels ?? pixels;
  const height = Math.max(least.height, Math.round(pixels.height * 0.9));
  const width = height === least.height ? least.width : Math.round((pixels.width * height) / pixels.height);
  const smaller = await resizePixels(pixels, width, height, vault, signal);
  vault.erase(pixels.data);
  return smaller;
}

function dpiOf({ height }: { readonly height: number }, { heightMm }: DocumentRule): number {
  return Math.round((height / heightMm) * mmPerInch);
}
