// Owns where the pictures of a request come from: files, or addresses where the operator allows them. Refuses two sources for one picture.

import type { Config } from '../../config.ts';
import { Problem } from '../../problem.ts';
import type { BudgetDoor } from '../../retention/budget.ts';
import type { JobContext } from '../../studio/orders.ts';
import type { Upload } from '../upload.ts';
import type { RemovalFields } from './fields.ts';
import type { FetchPicture } from './public-fetch.ts';
import { encodedField } from './body.ts';

/** What pictures are taken with. */
export interface SourceParts {
  readonly config: Pick<Config, 'maxUploadBytes'>;
  readonly budget: BudgetDoor;
  /** Undefined where addresses are not taken. */
  readonly fetchPicture: FetchPicture | undefined;
}

/** The pictures, in buffers of the vault, and the room that fetched ones take in memory: `using pictures = …`. */
export interface Pictures extends Disposable {
  readonly photo: Uint8Array<ArrayBuffer>;
  readonly backgroundPicture: Uint8Array<ArrayBuffer> | undefined;
}

/** A file as it arrives, and joined. */
const bytesPerFetchedByte = 2;

/** @throws {Problem} `photo-missing`, `photo-too-many`, `parameter-invalid`, `budget-full`, and as fetching does. */
export async function collectPictures(parts: SourceParts, upload: Upload, fields: RemovalFields, context: JobContext): Promise<Pictures> {
  // A form may have the field and leave it empty.
  const photos = [...(upload.files['image_file'] ?? []), ...(upload.files[encodedField] ?? []).filter(({ length }) => length > 0)];
  const backgrounds = upload.files['bg_image_file'] ?? [];
  checkCounts(photos.length + count(fields.imageUrl), backgrounds.length + count(fields.backgroundUrl) + (fields.background.kind === 'colour' ? 1 : 0));
  const urls = [fields.imageUrl, fields.backgroundUrl].filter((url) => url !== undefined);
  const fetchPicture = urls.length > 0 ? allowed(parts, fields) : undefined;
  const room = await parts.budget.reserve(urls.length * parts.config.maxUploadBytes * bytesPerFetchedByte);
  try {
    const take = (url: string | undefined) => (url === undefined || !fetchPicture ? undefined : context.step('fetch', () => fetchPicture(url, context)));
    const photo = photos[0] ?? (await take(fields.imageUrl));
    const backgroundPicture = backgrounds[0] ?? (await take(fields.backgroundUrl));
    return { photo: photo!, backgroundPicture, [Symbol.dispose]: () => room.release() };
  } catch (error) {
    room.release();
    throw error;
  }
}

function count(url: string | undefined): number {
  return url === undefined ? 0 : 1;
}

function checkCounts(photos: number, backgrounds: number): void {
  if (photos === 0) throw new Problem('photo-missing', 'Send the photo as `image_file`, `image_file_b64` or, where the server allows it, `image_url`.');
  if (photos > 1) throw new Problem('photo-too-many', 'Send one of `image_file`, `image_file_b64` and `image_url`.');
  if (backgrounds > 1) throw new Problem('photo-too-many', 'Send one of `bg_color`, `bg_image_file` and `bg_image_url`.');
}

function allowed({ fetchPicture }: SourceParts, { imageUrl }: RemovalFields): FetchPicture {
  if (fetchPicture) return fetchPicture;
  const parameter = imageUrl === undefined ? 'bg_image_url' : 'image_url';
  throw new Problem('parameter-invalid', `This server fetches no pictures from addresses. Send the file instead of \`${parameter}\`.`, { members: { parameter } });
}
