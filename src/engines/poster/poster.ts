// Owns a poster from an opened photo to finished pixels: read, compose, paint the ground, set the person, set the words. Refuses words that cannot be read.

import { intersectMask, growMask, softenMask } from '../../photo/mask.ts';
import { paintCut, paintTwoTone } from '../../photo/canvas.ts';
import { coverPath } from '../../photo/coverage.ts';
import type { Mask } from '../../photo/coverage.ts';
import { coverPixels } from '../../photo/frame.ts';
import type { OpenPhoto } from '../../photo/open.ts';
import type { Pixels } from '../../photo/pixels.ts';
import type { Layout } from '../../styles/layouts.ts';
import { derivePalette } from '../../styles/palette.ts';
import type { Platform } from '../../styles/platforms.ts';
import type { Render, RenderContext } from '../engine.ts';
import type { LocalParts } from '../local/headshot.ts';
import { arrange } from './arrangement.ts';
import type { Arrangement } from './arrangement.ts';
import { composePoster, rimOf } from './composition.ts';
import { spendMask, wholeOf } from './easel.ts';
import type { Easel } from './easel.ts';
import { seeFigure, takeFigure } from './figure.ts';
import type { Figure } from './figure.ts';
import { paintFoot, paintOpening } from './foreground.ts';
import { darken, lighten, paintGround } from './grounds.ts';
import { paintLettering } from './lettering.ts';
import { drawDisc, drawPanel, drawPolygon } from './shapes.ts';
import { setWords } from './wording.ts';
import type { Words } from './wording.ts';

/** What is wanted of a poster. */
export interface PosterOptions extends Words {
  readonly platform: Platform;
  readonly layout: Layout;
  /** `#rrggbb`; the layout's own unless given. */
  readonly brand: string | undefined;
  /** A picture to stand behind in place of the layout's ground; erased. */
  readonly scene?: Pixels<3> | undefined;
}

/** A poster before it is encoded. */
export interface Poster extends Render {
  /** Contrast of the words against what is behind them, as measured, where it is least. */
  readonly contrast: number;
}

/**
 * Make a poster. Ground and letters are drawn by arithmetic and the person only moved and lit: `humanEdits`. With a scene behind,
 * the caller says where that came from.
 *
 * @param photo - Its pixels are erased as soon as the person is cut out.
 * @returns RGB of exactly the platform's size, owned by the vault.
 * @throws {Problem} `text-too-long`, `script-unsettable`, `face-not-found`, `person-not-found`, `vision-unavailable`; the signal's reason when aborted.
 */
export async function makePoster(parts: LocalParts, photo: OpenPhoto, options: PosterOptions, context: RenderContext): Promise<Poster> {
  const { layout } = options;
  const seen = await seeFigure(parts, photo.pixels, context);
  const { arrangement, stance, wording, hasFoot } = await composePoster(seen.subject, { ...options, onScene: options.scene !== undefined });
  const figure = await takeFigure(parts, photo, seen, stance, context);
  return context.step('compose', async () => {
    const palette = derivePalette(options.brand ?? layout.brand);
    const canvas = await paintBehind(options, palette, { arrangement, stance, title: options.title }, context);
    const easel: Easel = { canvas, palette, vault: context.vault, signal: context.signal };
    await setFigure(easel, layout, arrangement, figure);
    if (hasFoot) await paintFoot(easel, layout.ground, wording.box, options.scene !== undefined);
    await paintOpening(easel, layout.ground, arrangement, wording.box);
    let contrast = Infinity;
    for (const lettering of wording.letterings) contrast = Math.min(contrast, await paintLettering(easel, lettering));
    return { pixels: canvas, source: 'humanEdits' as const, faces: seen.reading.faces, confidence: seen.reading.portrait.confidence, notes: figure.notes, contrast };
  });
}

/** Tell before anything is made that words do not fit. @throws {Problem} `text-too-long`, `script-unsettable`. */
export async function checkWords(options: Pick<PosterOptions, 'layout' | 'platform' | 'title' | 'subtitle'>): Promise<void> {
  await setWords(options, options.layout, options.platform, arrange(options.layout, options.platform, 0));
}

async function paintBehind({ layout, platform, scene }: PosterOptions, palette: Easel['palette'], wish: Parameters<typeof paintGround>[3], context: RenderContext): Promise<Pixels<3>> {
  if (!scene) return paintGround(layout.ground, platform, palette, wish, context);
  const covered = await coverPixels(scene, platform.width, platform.height, context.vault, context.signal);
  context.vault.erase(scene.data);
  return covered;
}

async function setFigure(easel: Easel, layout: Layout, arrangement: Arrangement, { cut }: Figure): Promise<void> {
  const { tone, edge, clip } = layout.figure;
  const { canvas, palette, vault, signal } = easel;
  const outline: Mask = { pixels: cut.alpha, x: cut.x, y: cut.y };
  if (clip !== 'none') await clipFigure(easel, outline, arrangement, clip);
  if (tone === 'two-tone') await paintTwoTone(cut, darken(palette.night, 0.7), lighten(palette.brand, 0.72), signal);
  if (tone === 'grey') await paintTwoTone(cut, [12, 12, 12], [250, 250, 250], signal);
  if (edge === 'shadow') await spendMask(easel, shift(await softenMask(outline, canvas.height * 0.02, easel), canvas.height * 0.012), [0, 0, 0], 0.5);
  if (edge === 'sticker') {
    const rim = await growMask(outline, canvas.height * rimOf(layout), easel);
    await spendMask(easel, shift(await softenMask(rim, canvas.height * 0.012, easel), canvas.height * 0.01), [0, 0, 0], 0.4);
    await spendMask(easel, rim, palette.white, 1);
  }
  if (edge === 'glow') await spendMask(easel, await softenMask(outline, canvas.height * 0.03, easel), palette.brand, 0.9);
  await paintCut(canvas, cut, signal);
  vault.erase(cut.foreground.data);
  vault.erase(cut.alpha.data);
}

function shift(mask: Mask, down: number): Mask {
  return { ...mask, y: mask.y + Math.round(down) };
}

/** The person is seen inside the field, and above its middle also outside of it: the head looks out over the edge. */
async function clipFigure({ canvas, vault }: Easel, outline: Mask, { stand: { field } }: Arrangement, clip: 'ring' | 'panel'): Promise<void> {
  if (!field) return;
  const { x, y, width, height } = field;
  const shape = clip === 'ring' ? drawDisc({ x: x + width / 2, y: y + height / 2 }, width / 2) : drawPanel(field, canvas.height * 0.045);
  const line = clip === 'ring' ? y + height / 2 : y + Math.min(height * 0.3, canvas.height * 0.25);
  const above = drawPolygon([{ x, y: 0 }, { x: x + width, y: 0 }, { x: x + width, y: line }, { x, y: line }]);
  const mask = coverPath([...shape, ...above], wholeOf(canvas), vault);
  intersectMask(outline, mask);
  vault.erase(mask.pixels.data);
}
