import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { histogramOption } from './histogram-option.ts';
import { WIDTH } from './layout.ts';
import type { Heading, Picture } from './model.ts';
import { textWidth } from './text-width.ts';
import { timeOption } from './time-option.ts';

use([LineChart, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, SVGRenderer]);
// Without a canvas the renderer guesses widths of another font, and entries of the legend would touch.
setPlatformAPI({ measureText: (text, font) => ({ width: textWidth(text, font) }) });

/** A picture as SVG, without a browser. Text in it is escaped by the renderer. */
export function svgOf(picture: Picture, heading: Heading): string {
  const { option, layout } = picture.kind === 'time' ? timeOption(picture, heading) : histogramOption(picture, heading);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: WIDTH, height: layout.height });
  try {
    chart.setOption(option);
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}
