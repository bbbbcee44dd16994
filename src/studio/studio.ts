// Owns one studio: orders in, finished pictures out, and what it can offer. Knows no HTTP and no SDK.

import type { EngineName, ImageModel } from '../engines/engine.ts';
import type { VisionStatus } from '../face/portrait.ts';
import { encodePicture } from '../photo/encode.ts';
import type { Pixels } from '../photo/pixels.ts';
import { Vault } from '../retention/vault.ts';
import { paintSwatch } from '../styles/backdrop-painting.ts';
import { paintLookSwatch } from '../styles/look-swatch.ts';
import type { Look } from '../styles/look.ts';
import { findLook } from '../styles/looks.ts';
import { checkPhoto } from './check.ts';
import { makeCutout } from './cutout.ts';
import { makeDocument } from './document.ts';
import { chooseEngines, localFacts, localPolicy } from './engine-choice.ts';
import { makeHeadshot } from './headshot.ts';
import type {
  CheckOrder, CheckReport, CutoutOrder, DocumentOrder, FinishedDocument, FinishedPicture, FinishedSheet, FinishedThumbnail, HeadshotOrder, JobContext, PackOrder, SheetOrder, StudioParts, ThumbnailOrder,
} from './orders.ts';
import { makePack } from './pack.ts';
import type { Pack } from './pack.ts';
import { removeBackground } from './removal.ts';
import type { FinishedRemoval, RemovalOrder } from './removal.ts';
import { printSheet } from './sheet.ts';
import { makeThumbnail, paintsScenes } from './thumbnail.ts';

/** An engine as the catalogue shows it. */
export interface EngineOffer {
  readonly name: EngineName;
  readonly title: string;
  readonly makes: readonly ('cutout' | 'document' | 'headshot' | 'thumbnail')[];
  readonly retentionDays: number;
  readonly note: string;
  readonly page: string | null;
  /** Other machines that a photo is sent to. */
  readonly hosts: readonly string[];
  readonly state: VisionStatus['state'];
}

/** The studio: orders in, finished pictures out. */
export interface Studio {
  /** @throws {Problem} whatever opening, choosing an engine, rendering and encoding throw. */
  makeCutout(order: CutoutOrder, context: JobContext): Promise<FinishedPicture>;
  /** @throws {Problem} as `makeCutout`, and `parameter-invalid` for a region outside the photo. */
  removeBackground(order: RemovalOrder, context: JobContext): Promise<FinishedRemoval>;
  /** @throws {Problem} as `makeCutout`. */
  makeHeadshot(order: HeadshotOrder, context: JobContext): Promise<FinishedPicture>;
  /** Several pictures, one by one as each is ready. */
  makePack(order: PackOrder, context: JobContext): Pack;
  /** Measure a photo and judge it by a document's rules; no picture comes back. @throws {Problem} as opening does, `face-not-found`, `person-not-found`. */
  checkPhoto(order: CheckOrder, context: JobContext): Promise<CheckReport>;
  /** @throws {Problem} as `checkPhoto`, and whatever keeps a photo from being cropped to the rule. */
  makeDocument(order: DocumentOrder, context: JobContext): Promise<FinishedDocument>;
  /** @throws {Problem} as opening and encoding do. */
  printSheet(order: SheetOrder, context: JobContext): Promise<FinishedSheet>;
  /** @throws {Problem} as `makeCutout`, and for words that cannot be set. */
  makeThumbnail(order: ThumbnailOrder, context: JobContext): Promise<FinishedThumbnail>;
  describeEngines(): readonly EngineOffer[];
  /** A small WebP of a backdrop; the same for everybody, no photo in it. */
  paintSwatch(backdropId: string): Promise<Uint8Array<ArrayBuffer>>;
  /** A small WebP of a look; the same for everybody, nobody's face in it. @throws {RangeError} No look has this id. */
  paintLookSwatch(lookId: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** Assemble a studio; all it remembers is what its backdrops and looks look like. */
export function createStudio(parts: StudioParts): Studio {
  const swatches = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  const remember = (name: string, paint: () => Pixels<3>) => {
    const swatch = swatches.get(name) ?? encodeSwatch(paint());
    swatches.set(name, swatch);
    return swatch;
  };
  return {
    makeCutout(order, context) {
      // The only engine for it, whatever the order for headshots says.
      chooseEngines([localFacts], order.wish, localPolicy);
      return makeCutout(parts, order, context);
    },
    removeBackground: (order, context) => removeBackground(parts, order, context),
    makeHeadshot: (order, context) => makeHeadshot(parts, order, context),
    makePack: (order, context) => makePack(parts, order, context),
    checkPhoto: (order, context) => checkPhoto(parts, order, context),
    makeDocument: (order, context) => makeDocument(parts, order, context),
    printSheet: (order, context) => printSheet(parts, order, context),
    makeThumbnail: (order, context) => makeThumbnail(parts, order, context),
    describeEngines: () => [describeLocal(parts), ...parts.models.filter(({ retention }) => retention.days <= parts.maxRetentionDays).map((model) => describeModel(parts, model))],
    paintSwatch: (backdropId) => remember(backdropId, () => paintSwatch(backdropId, swatchSize.width, swatchSize.height)),
    paintLookSwatch: (lookId) => remember(`look ${lookId}`, () => paintLookSwatch(expectLook(lookId), swatchSize.width, swatchSize.height)),
  };
}

function expectLook(lookId: string): Look {
  const look = findLook(lookId);
  if (!look) throw new RangeError('no such look');
  return look;
}

async function encodeSwatch(painted: Pixels<3>): Promise<Uint8Array<ArrayBuffer>> {
  await using vault = new Vault();
  const pixels = vault.ownPixels(painted);
  const swatch = await encodePicture(pixels, { format: 'webp', quality: 82, source: 'algorithmicMedia' }, vault, new AbortController().signal);
  return swatch.bytes.slice();
}

/** Twice the size at which the page shows them. */
const swatchSize = { width: 160, height: 200 };

function describeLocal({ vision }: StudioParts): EngineOffer {
  const { retention } = localFacts;
  return {
    name: 'local',
    title: 'On this server',
    makes: ['cutout', 'document', 'headshot', 'thumbnail'],
    retentionDays: retention.days,
    note: retention.note,
    page: null,
    hosts: [],
    state: vision.status.state,
  };
}

function describeModel({ vision }: StudioParts, { name, title, retention, hosts }: ImageModel): EngineOffer {
  return {
    name,
    title,
    makes: paintsScenes(name) ? ['headshot', 'thumbnail'] : ['headshot'],
    retentionDays: retention.days,
    note: retention.note,
    page: retention.page ?? null,
    hosts,
    // Its pictures are looked at by the local engine before they are delivered.
    state: vision.status.state,
  };
}
