// Owns the words in which a headshot is asked of an image model. Refuses words that change who the person is.

/** A headshot as a photographer would order it. */
export interface HeadshotDescription {
  /** One sentence about what is behind the person. */
  readonly backdrop: string;
  /** One sentence about the light; it must suit the backdrop. */
  readonly light: string;
  readonly framing: 'head-and-shoulders' | 'tight' | 'wide';
  /** Photos that are sent along, all of the same person, at least one. */
  readonly references: number;
}

/** Light that flatters most faces, for backdrops that ask for no other. */
export const studioLight =
  'A large soft key light 45° to the left and a little above the eyes, a gentle fill from the right at half its strength, a faint light on the hair.';

// The reasons for the numbers: eyes on the upper third, room above the hair, no cut at a joint.
const framings: Readonly<Record<HeadshotDescription['framing'], string>> = {
  'head-and-shoulders':
    'Head and shoulders: from the top of the hair to the chin is about two fifths of the height, the eyes lie a little above two fifths from the top, there is clear space above the hair, and the frame ends below the armpits.',
  tight:
    'A close portrait: from the top of the hair to the chin is about half of the height, the eyes lie two fifths from the top, there is still a little space above the hair, and both shoulders show.',
  wide: 'A wide frame: the person stands on one third, head and shoulders, the eyes on the upper third, and the other two thirds are empty backdrop.',
};

/**
 * Write the prompt for a headshot: first what must not change, then what may, then the camera, then what to avoid.
 *
 * @throws {RangeError} When there is no photo to keep the person by.
 */
export function writeHeadshotPrompt(description: HeadshotDescription): string {
  return [
    keepPerson(description.references),
    changeSetting(description),
    `${framings[description.framing]} Photographed at eye level with an 85 mm lens at f/2.8, the eyes in sharp focus, natural colours, the grain of a real photograph.`,
    'No text, logo, frame or watermark, no other person, no hands near the face. No smoothed, retouched or plastic skin, no make-up that is not in the photo, no change of expression beyond a relaxed one.',
  ].join('\n\n');
}

function keepPerson(references: number): string {
  if (!(references >= 1)) throw new RangeError('a headshot needs a photo');
  const source =
    references === 1
      ? 'Make a studio headshot of the person in this photo.'
      : `Make one studio headshot of one person. All ${references} photos show that same person; the first is the sharpest and most frontal: where they differ, follow the first.`;
  return `${source} They must stay recognisably and exactly themselves: the same face shape and proportions, age, skin tone and skin texture, eye colour, hair colour, length and hairline, facial hair, glasses, piercings, head covering, scars, moles and freckles. Do not make them younger, slimmer or more symmetrical.`;
}

function changeSetting({ backdrop, light }: HeadshotDescription): string {
  return `What may change is the setting. Backdrop: ${backdrop} Light: ${light} Keep the clothes that they wear, neat. They sit upright, shoulders turned slightly, the face towards the camera, as far as the photo shows it.`;
}
