// Owns what can go behind a cutout. Refuses values the server would not take.

/** Kinds of background, in the order they are shown. */
export const backgroundKinds = [
  { id: 'transparent', title: 'Transparent' },
  { id: 'colour', title: 'Colour' },
  { id: 'gradient', title: 'Gradient' },
  { id: 'blur', title: 'Blurred photo' },
  { id: 'picture', title: 'Your own picture' },
] as const;

/** Plain colours, light to dark. */
export const colours = [
  { value: '#ffffff', title: 'White' },
  { value: '#e9e6e1', title: 'Warm grey' },
  { value: '#cfdbe4', title: 'Pale blue' },
  { value: '#d8e2d3', title: 'Sage' },
  { value: '#f0cfc2', title: 'Blush' },
  { value: '#2c2f34', title: 'Charcoal' },
] as const;

/** Gradients as the server reads them: two colours and an angle in degrees, as in CSS. */
export const gradients = [
  { from: '#f7f4ee', to: '#d5c8b5', title: 'Linen' },
  { from: '#e0dedb', to: '#8d8a86', title: 'Studio grey' },
  { from: '#dbe7f0', to: '#7f9bb3', title: 'Morning' },
  { from: '#ffd9c2', to: '#d9705a', title: 'Dusk' },
  { from: '#d6e2cf', to: '#6f8f78', title: 'Garden' },
  { from: '#53575e', to: '#17191c', title: 'Night' },
] as const;

/** Lit from above: the first colour is at the top. */
export const gradientAngle = 180;
