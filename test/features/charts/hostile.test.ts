import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasContent, pictureOfMetrics } from '../../../src/features/charts/insight.ts';
import type { Picture } from '../../../src/features/charts/model.ts';
import { GRID, GROUND, LIMIT, SOFT_TEXT, STROKES, TEXT } from '../../../src/features/charts/palette.ts';
import { pngOf } from '../../../src/features/charts/png.ts';
import { pictureOfSle } from '../../../src/features/charts/sle.ts';
import { svgOf } from '../../../src/features/charts/svg.ts';
import { chartText } from '../../../src/features/charts/text.ts';
import { readPng } from './png.ts';

const START = 1_768_003_200;
/** Each run draws a picture or two. */
const RUNS = 8;

const ELEMENTS = new Set(['svg', 'g', 'path', 'rect', 'text', 'tspan', 'defs', 'clipPath', 'circle', 'line']);

/** Rules for pointing at things, which the renderer adds: names of its own, colors and widths. */
const STYLE = /<style ><!\[CDATA\[[\w\s.:;{}#(),%-]*\]\]>\s*<\/style>/g;

/** What the drawing consists of; text that escaped from its place would be an element or attribute too many. */
function elementsOf(svg: string): string[] {
  return [...svg.matchAll(/<([A-Za-z!?][^\s/>]*)/g)].map(([, name = '']) => name);
}

/** Draws, and expects a drawing without anything foreign, that the strict reader of the PNG renderer takes. */
async function drawn(picture: Picture, name: string): Promise<void> {
  const svg = svgOf(picture, { title: name, subtitle: name });
  const shapes = svg.replace(STYLE, '');
  expect(elementsOf(shapes).filter((element) => !ELEMENTS.has(element))).toEqual([]);
  const tags = [...shapes.matchAll(/<[^>]*>/g)].map(([tag]) => tag).join('');
  expect(tags).not.toMatch(/\son\w+\s*=|href|javascript:|NaN|Infinity|undefined/);
  // The renderer once wrote into what all objects share, for a text like `__proto__`.
  expect([Object.prototype, Object, Function.prototype].flatMap((shared) => Object.keys(shared))).toEqual([]);
  expect(readPng(await pngOf(svg)).width).toBe(900);
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"/><image href="https://evil.example/x.png"/>',
    "' onload='x",
    '&lt;&#60;&unknown;]]>',
    '{a|rich} {b} {value} {yyyy}',
    'line\nline\r\u2028line',
    '\u202egnp.exe \u200b\u2066',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'Zürich łódź 東京 😀 مرحبا',
    '\ud800 half',
    '%s %d $(x) `x`',
    'x'.repeat(5000),
    '',
  ),
);
const number = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.constantFrom(
    null,
    0,
    -0,
    1e308,
    -1e308,
    5e-324,
    2 ** 53,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    'NaN',
    '5',
    {},
    [],
  ),
);
const values = fc.array(number, { maxLength: 40 });
const interval = fc.oneof(fc.constantFrom(600, 3600, 86_400), fc.anything());

describe('pictures of anything', () => {
  it('rows under any names, with any values', async () => {
    const rows = fc.array(fc.dictionary(hostile, number, { maxKeys: 12 }), { minLength: 2, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(rows, interval, hostile, async (list, step, name) => {
        const results = list.map((row, index) => ({ ...row, timestamp: START + index * 600 }));
        const picture = pictureOfMetrics(
          { interval: step, results },
          { metrics: [name], columns: undefined, units: new Map() },
        );
        if (picture && hasContent(picture)) await drawn(picture, name);
      }),
      { numRuns: RUNS },
    );
  });

  it('values of any kind, with any start and unit', async () => {
    const start = fc.oneof(fc.constant(START), fc.anything());
    await fc.assert(
      fc.asyncProperty(values, start, interval, hostile, async (results, from, step, name) => {
        const units = new Map([[name, name]]);
        const body = { start: from, interval: step, results };
        const picture = pictureOfMetrics(body, { metrics: [name], columns: undefined, units });
        if (picture && hasContent(picture)) await drawn(picture, name);
      }),
      { numRuns: RUNS },
    );
  });

  it('service levels of any kind', async () => {
    const classifier = fc.record({
      ...{ name: hostile, y_label: hostile },
      ...{ interval: fc.constant(600), samples: fc.record({ degraded: values }) },
    });
    const bin = fc.record({ range: fc.tuple(number, number), value: number });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ total: values, degraded: values, value: values }),
        fc.array(classifier, { maxLength: 9 }),
        fc.array(bin, { maxLength: 80 }),
        hostile,
        async (samples, classifiers, data, name) => {
          const trend = pictureOfSle({ start: START, sle: { interval: 600, samples }, classifiers });
          if (trend && hasContent(trend)) await drawn(trend, name);
          const bins = pictureOfSle({ data, x_label: name, y_label: name });
          const limit = { value: -72, unit: name, bad: 'left' } as const;
          if (bins?.kind === 'histogram' && hasContent(bins)) await drawn({ ...bins, limit }, name);
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('whatever the API answers, without failing', () => {
    fc.assert(
      fc.property(fc.anything(), fc.dictionary(fc.string(), fc.anything()), (answer, body) => {
        pictureOfMetrics(answer, { metrics: [], columns: undefined, units: new Map() });
        pictureOfMetrics({ ...body, results: answer }, { metrics: [], columns: ['*'], units: new Map() });
        pictureOfSle(body);
        pictureOfSle({ ...body, sle: answer, classifiers: answer, classifier: answer, data: answer });
      }),
    );
  });
});

describe('text in pictures', () => {
  it.each([
    ['Zürich – 5 °C', 'Zürich – 5 °C'],
    ['łódź ő', '?ódz o'],
    ['東京', '??'],
    ['a\u202eb\u200bc\nd\te', 'abc d e'],
    ['  many   blanks ', 'many blanks'],
    ['x'.repeat(50), `${'x'.repeat(19)}…`],
  ])('%j is drawn as %j', (text, expected) => {
    expect(chartText(text, 20)).toBe(expected);
  });

  it('is never longer than asked, and has nothing invisible in it', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 60 }), (text, longest) => {
        const shown = chartText(text, longest);
        expect([...shown.trimEnd()].length).toBeLessThanOrEqual(longest);
        expect(shown).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  it('stands escaped in the drawing', () => {
    const rows = [0, 1].map((step) => ({ timestamp: START + step * 600, '<b>&"\'': step, other: 1 }));
    const picture = pictureOfMetrics({ results: rows }, { metrics: [], columns: undefined, units: new Map() });
    if (!picture) throw new Error('no picture');
    const svg = svgOf(picture, { title: '<i>', subtitle: '' });
    expect(svg).toContain('&lt;i&gt;');
    expect(svg).toContain('&lt;b&gt;&amp;');
    expect(svg).not.toMatch(/<[bi]>/);
  });
});

describe('colors', () => {
  /** Relative luminance by WCAG 2. */
  const luminance = (color: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a: string, b: string): number => {
    const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };

  it('stand out from the ground that pictures bring along', () => {
    expect(contrast(TEXT, GROUND)).toBeGreaterThan(7);
    expect(contrast(SOFT_TEXT, GROUND)).toBeGreaterThan(7);
    expect(contrast(LIMIT, GROUND)).toBeGreaterThan(4.5);
    for (const { color } of STROKES) expect(contrast(color, GROUND), color).toBeGreaterThan(3);
    expect(contrast(GRID, GROUND)).toBeLessThan(1.5);
  });

  it('are not all that tells lines apart', () => {
    expect(new Set(STROKES.map(({ dashes }) => dashes.join(' '))).size).toBe(STROKES.length);
  });
});
