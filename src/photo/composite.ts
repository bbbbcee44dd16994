// Owns putting a cut-out person onto what stands behind. Refuses to find the person: foreground and alpha come from the matte.

import type { Vault } from '../retention/vault.ts';
import type { Background } from './background.ts';
import { defocusBehind } from './defocus.ts';
import { coverPixels } from './frame.ts';
import { paintColour, paintGradient } from './gradient.ts';
import { createPixels, type CutOut, type Pixels } from './pixels.ts';
import { forEachBand } from './turns.ts';

/** Pictures a background may be made of. */
export interface BackgroundSources {
  /** The photo at output size, for `blur`. */
  readonly original: Pixels<3> | undefined;
  /** The uploaded picture at any size, for `picture`. */
  readonly picture: Pixels<3> | undefined;
}

/**
 * Put a person onto a background of the same size.
 *
 * @returns RGBA when something stays see-through, else RGB; owned by the vault.
 * @throws The signal's reason when aborted.
 */
export async function setOnBackground(cut: CutOut, background: Background, sources: BackgroundSources, vault: Vault, signal: AbortSignal): Promise<Pixels<3 | 4>> {
  const backdrop = await paintBackground(background, cut.alpha, sources, vault, signal);
  return backdrop === undefined ? joinAlpha(cut, vault, signal) : composite(cut, backdrop, signal);
}

/**
 * Paint what stands behind the person.
 *
 * @param alpha - Where the person is; its size is the size painted.
 * @returns Nothing for `transparent`.
 */
export async function paintBackground(
  background: Background,
  alpha: Pixels<1>,
  sources: BackgroundSources,
  vault: Vault,
  signal: AbortSignal,
): Promise<Pixels<3 | 4> | undefined> {
  const { width, height } = alpha;
  switch (background.kind) {
    case 'transparent':
      return undefined;
    case 'colour':
      return paintColour(background.colour, width, height, vault);
    case 'gradient':
      return paintGradient(background, width, height, vault, signal);
    case 'blur':
      return defocusBehind(expectSource(sources.original), alpha, background.amount, vault, signal);
    case 'picture':
      return coverPixels(expectSource(sources.picture), width, height, vault, signal);
  }
}

function expectSource(source: Pixels<3> | undefined): Pixels<3> {
  if (source === undefined) throw new Error('a background was asked for without its picture');
  return source;
}

/** Foreground and alpha side by side; what cannot be seen is black, which also packs better. */
export async function joinAlpha({ foreground, alpha }: CutOut, vault: Vault, signal: AbortSignal): Promise<Pixels<4>> {
  const { width, height } = alpha;
  const joined = vault.ownPixels(createPixels(width, height, 4));
  const [from, seen, to] = [foreground.data, alpha.data, joined.data];
  await forEachBand(width, height, signal, (fromRow, toRow) => {
    for (let at = fromRow * width; at < toRow * width; at += 1) {
      if (seen[at] === 0) continue;
      to[at * 4] = from[at * 3]!;
      to[at * 4 + 1] = from[at * 3 + 1]!;
      to[at * 4 + 2] = from[at * 3 + 2]!;
      to[at * 4 + 3] = seen[at]!;
    }
  });
  return joined;
}

/**
 * Blend the person over a backdrop of the same size, into the backdrop's own buffer.
 * The blend is on encoded values, as the matte was solved: in linear light dark hair thins out against white
 * and fair hair grows a rim on black.
 *
 * @returns The backdrop, painted over.
 */
export async function composite<C extends 3 | 4>({ foreground, alpha }: CutOut, backdrop: Pixels<C>, signal: AbortSignal): Promise<Pixels<C>> {
  const { width, height } = backdrop;
  const blend = backdrop.channels === 3 ? blendOpaque : blendSeeThrough;
  await forEachBand(width, height, signal, (fromRow, toRow) => {
    blend(foreground.data, alpha.data, backdrop.data, fromRow * width, toRow * width);
  });
  return backdrop;
}

function blendOpaque(front: Uint8Array, alpha: Uint8Array, back: Uint8Array, from: number, to: number): void {
  for (let at = from, sample = from * 3; at < to; at += 1, sample += 3) {
    const share = alpha[at]!;
    if (share === 0) continue;
    const rest = 255 - share;
    back[sample] = (front[sample]! * share + back[sample]! * rest + 127) / 255;
    back[sample + 1] = (front[sample + 1]! * share + back[sample + 1]! * rest + 127) / 255;
    back[sample + 2] = (front[sample + 2]! * share + back[sample + 2]! * rest + 127) / 255;
  }
}

/** Porter–Duff "over" with straight alpha. */
function blendSeeThrough(front: Uint8Array, alpha: Uint8Array, back: Uint8Array, from: number, to: number): void {
  for (let at = from; at < to; at += 1) {
    const share = alpha[at]!;
    if (share === 0) continue;
    const rest = (back[at * 4 + 3]! * (255 - share)) / 255;
    const together = share + rest;
    for (let channel = 0; channel < 3; channel += 1) {
      back[at * 4 + channel] = (front[at * 3 + channel]! * share + back[at * 4 + channel]! * rest) / together + 0.5;
    }
    back[at * 4 + 3] = together + 0.5;
  }
}
