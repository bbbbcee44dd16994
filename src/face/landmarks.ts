// Owns which points of a face's mesh lie where: the oval, the lips, the eyes' rims, the cheeks. Refuses coordinates.

/** Mesh points around the face, clockwise from the forehead's middle. @see https://github.com/google-ai-edge/mediapipe canonical face model */
export const faceOval = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234,
  127, 162, 21, 54, 103, 67, 109,
] as const;

/** Outer lips, clockwise from the corner on the image's left. */
export const lips = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146] as const;

/** Each eye's rim: the image's left eye (the person's right) first. */
export const eyeRims = [
  [33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7],
  [362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382],
] as const;

/** Skin under each eye, from below the lashes to the upper edge of the cheek: the image's left eye first. */
export const underEyes = [
  [130, 25, 110, 24, 23, 22, 26, 112, 243, 245, 128, 121, 120, 119, 118, 117, 111, 143],
  [359, 255, 339, 254, 253, 252, 256, 341, 463, 465, 357, 350, 349, 348, 347, 346, 340, 372],
] as const;

/** Middles of the cheeks' flat parts, on the image's left and right. */
export const cheekPoints = [
  [50, 205, 101],
  [280, 425, 330],
] as const;
