import type { EChartsCoreOption } from 'echarts/core';
import type { Heading } from './model.ts';
import { FRAME, GRID, GROUND, SOFT_TEXT, TEXT } from './palette.ts';
import { chartText } from './text.ts';

const FONT = 'Inter';

/** Characters that fit in one line across the picture. */
const TITLE = 84;
const SUBTITLE = 136;
export const AXIS_NAME = 70;
export const LEGEND_NAME = 32;

/** What every picture has: its ground, its font, title and subtitle, and no movement. */
export function frameOf({ title, subtitle }: Heading): EChartsCoreOption {
  return {
    animation: false,
    useUTC: true,
    backgroundColor: GROUND,
    textStyle: { fontFamily: FONT, color: TEXT, fontSize: 12 },
    title: {
      left: 20,
      top: 14,
      itemGap: 7,
      text: chartText(title, TITLE),
      subtext: chartText(subtitle, SUBTITLE),
      textStyle: { fontFamily: FONT, fontSize: 18, fontWeight: 'normal', color: TEXT },
      subtextStyle: { fontFamily: FONT, fontSize: 12, color: SOFT_TEXT },
    },
  };
}

export const axisLine = { show: true, lineStyle: { color: FRAME } };
export const axisLabel = { color: SOFT_TEXT, fontFamily: FONT, fontSize: 12 };
export const gridLines = { show: true, lineStyle: { color: GRID } };

/** A vertical axis' name, above it and beginning at its left. */
export const nameAbove = {
  nameLocation: 'end',
  nameGap: 12,
  nameTextStyle: { align: 'left', padding: [0, 0, 0, -46], color: TEXT, fontFamily: FONT, fontSize: 12 },
};

/** A horizontal axis' name, under its middle. */
export const nameBelow = {
  nameLocation: 'middle',
  nameGap: 26,
  nameTextStyle: { color: TEXT, fontFamily: FONT, fontSize: 12 },
};
