// Owns the text fields of a request: their names, allowed values and messages. Refuses what it does not know, by name.

import { z } from 'zod';
import { engineNames } from '../engine-settings.ts';
import type { FrameRequest } from '../engines/engine.ts';
import { maxFrameSide } from '../engines/local/frame-size.ts';
import { pictureFormats } from '../photo/encode.ts';
import { Problem } from '../problem.ts';

const wholeText = /^\d{1,9}$/;

/** A whole number written in decimal digits. The description is what the caller is told is allowed. */
export function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(wholeText)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .optional()
    .describe(`a whole number from ${min} to ${max}`);
}

const decimalText = /^-?\d{1,9}(\.\d{1,6})?$/;

/** A number written in decimals, such as `35` or `50.8`. */
export function decimal(min: number, max: number) {
  return z
    .string()
    .regex(decimalText)
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .optional()
    .describe(`a number from ${min} to ${max}`);
}

/** One of a few words. */
export function oneOf<const T extends readonly [string, ...string[]]>(values: T) {
  return z.enum(values).optional().describe(values.join(', '));
}

/** Shapes by name; any other `W:H` of whole numbers up to 100 is taken as well. */
export const shapes = [
  { id: '1:1', title: 'Square' },
  { id: '4:5', title: 'Portrait' },
  { id: '3:4', title: 'Classic' },
  { id: '16:9', title: 'Wide' },
] as const;

/** A picture is at most this many times longer one way than the other. */
const maxElongation = 5;

const shapeText = /^([1-9]\d?|100):([1-9]\d?|100)$/;

const shape = z
  .string()
  .regex(shapeText)
  .transform((text) => {
    const [width = 1, height = 1] = text.split(':').map(Number);
    return width / height;
  })
  .pipe(z.number().min(1 / maxElongation).max(maxElongation))
  .optional()
  .describe('1:1, 4:5, 3:4, 16:9 or another width:height, at most five times longer one way than the other');

/** Fields of every kind of work. */
export const outputFields = {
  engine: oneOf(['auto', ...engineNames]),
  maxRetentionDays: wholeNumber(0, 3650),
  format: oneOf(pictureFormats),
  quality: wholeNumber(1, 100),
  maxKB: wholeNumber(5, 100_000),
  dpi: wholeNumber(10, 2400),
  width: wholeNumber(16, maxFrameSide),
  height: wholeNumber(16, maxFrameSide),
  shape,
};

/**
 * Read the frame that `width`, `height` and `shape` ask for together.
 *
 * @throws {Problem} `parameter-invalid` when they contradict each other or ask for a sliver.
 */
export function readFrame({ width, height, shape: aspect }: { readonly [Name in 'width' | 'height' | 'shape']?: number | undefined }): FrameRequest {
  if (width && height && aspect) {
    throw new Problem('parameter-invalid', '`shape` goes with `width` or with `height`, not with both.', { members: { parameter: 'shape' } });
  }
  if (width && height && Math.max(width / height, height / width) > maxElongation) {
    throw new Problem('parameter-invalid', `A picture is at most ${maxElongation} times longer one way than the other.`, { members: { parameter: 'width' } });
  }
  return { width, height, aspect };
}

/**
 * Read the fields of a request.
 *
 * @throws {Problem} `parameter-unknown` with the names that are allowed, `parameter-invalid` with the values that are.
 */
export function readFields<S extends z.ZodRawShape>(schema: z.ZodObject<S>, sent: Readonly<Record<string, unknown>>): z.infer<z.ZodObject<S>> {
  const allowed = Object.keys(schema.shape);
  const unknown = Object.keys(sent).find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    throw new Problem('parameter-unknown', `\`${printable(unknown)}\` is not a field here. Allowed: ${allowed.join(', ')}.`, {
      members: { parameter: printable(unknown), allowed },
    });
  }
  const parsed = schema.safeParse(sent);
  if (parsed.success) return parsed.data;
  throw explainField(String(parsed.error.issues[0]?.path[0] ?? ''), schema);
}

function explainField(name: string, schema: z.ZodObject): Problem {
  const field = schema.shape[name] as z.ZodType | undefined;
  const allowed = field?.description ?? 'a single value';
  return new Problem('parameter-invalid', `\`${name}\` takes ${allowed}, once.`, { members: { parameter: name, allowed } });
}

/** A field name as sent, cut to what can be shown. */
function printable(name: string): string {
  return name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 60);
}
