import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { readAsset } from './asset.ts';

/** The renderer and its font: loaded with the first picture and kept. */
let ready: Promise<Uint8Array> | undefined;

async function load(): Promise<Uint8Array> {
  const font = readAsset('chart.woff2');
  await initWasm(readAsset('chart.wasm'));
  return font;
}

/** Makes the renderer ready, once. @returns its font @throws Error when one of the two is missing */
export async function loadRenderer(): Promise<Uint8Array> {
  ready ??= load();
  return ready.catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
}

/** Bytes that a picture should not go beyond: it travels in base64, through the application and to its model. */
const SMALL = 80 * 1024;

/** Edges are smoothed (2), or not (0): colors between two others are most of what a picture weighs. */
type Edges = 2 | 0;

function render(svg: string, font: Uint8Array, shapeRendering: Edges): Uint8Array {
  const drawing = new Resvg(svg, {
    shapeRendering,
    font: { fontBuffers: [font], defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
  });
  try {
    const image = drawing.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    drawing.free();
  }
}

/**
 * An SVG as PNG of the same size. A drawing so dense that its picture would be large is drawn without smooth edges.
 *
 * @throws Error when the renderer or its font is missing, or the SVG is not well-formed
 */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const font = await loadRenderer();
  const smooth = render(svg, font, 2);
  return smooth.length <= SMALL ? smooth : render(svg, font, 0);
}
