/**
 * Colors of pictures. They bring their own light ground, so that they read the same in dark and light surroundings; on
 * it every line has a contrast of at least 3:1 and every text of at least 7:1 (WCAG 1.4.11, 1.4.6).
 */
export const GROUND = '#fbfcfd';
export const FRAME = '#8a94a0';
export const GRID = '#dfe4e9';
export const TEXT = '#1b232c';
export const SOFT_TEXT = '#414c58';
export const LIMIT = '#b00020';

/** How a line looks: told apart by color, and by its dashes where colors are not seen. */
export interface Stroke {
  readonly color: string;
  /** Lengths of dashes and gaps in pixels; empty is a whole line. */
  readonly dashes: readonly number[];
}

/** In the order of use; neighbors differ for every common kind of color blindness, and in lightness. */
export const STROKES: readonly Stroke[] = [
  { color: '#0067ab', dashes: [] },
  { color: '#cc5200', dashes: [9, 4] },
  { color: '#0f7a54', dashes: [2, 3] },
  { color: '#882255', dashes: [12, 3, 2, 3] },
  { color: '#8a6a00', dashes: [5, 2] },
  { color: '#3b2a91', dashes: [14, 5] },
  { color: '#b5479b', dashes: [2, 2, 6, 2] },
  { color: '#5c6670', dashes: [1, 2] },
];
