import { textWidth } from './text-width.ts';

/** Sizes in pixels. */
export const WIDTH = 900;
export const LEFT = 76;
export const RIGHT = 34;
const TOP = 104;
const HEIGHT_ONE = 420;
const HEIGHT_MORE = 560;
const BETWEEN = 48;
const UNDER_AXIS = 44;
const LEGEND_ROW = 26;

/** What stands beside the text of a legend entry: its sign, and the gap to the next. */
const ENTRY = 54;

/** Where the parts of a picture stand. */
export interface Layout {
  readonly height: number;
  readonly panels: readonly { readonly top: number; readonly height: number }[];
  readonly legendTop: number;
}

/** Rows that legend entries take, each as wide as its text. */
function legendRows(names: readonly string[]): number {
  let rows = names.length > 0 ? 1 : 0;
  let used = 0;
  for (const name of names) {
    const width = textWidth(name) + ENTRY;
    if (used > 0 && used + width > WIDTH - 40) {
      rows += 1;
      used = 0;
    }
    used += width;
  }
  return rows;
}

/**
 * Places panels under each other, the first being the lowest where there are several, and the legend under them.
 *
 * @param legend names in the legend; none where there is no legend
 */
export function layoutOf(panels: number, legend: readonly string[]): Layout {
  const rows = legendRows(legend);
  // A legend of more than one row makes the picture higher, not the panels lower.
  const height = (panels > 1 ? HEIGHT_MORE : HEIGHT_ONE) + Math.max(0, rows - 1) * LEGEND_ROW;
  const bottom = height - 14 - rows * LEGEND_ROW - UNDER_AXIS;
  const each = (bottom - TOP - (panels - 1) * BETWEEN) / panels;
  return {
    height,
    panels: Array.from({ length: panels }, (_, index) => ({ top: TOP + index * (each + BETWEEN), height: each })),
    legendTop: height - 10 - rows * LEGEND_ROW,
  };
}
