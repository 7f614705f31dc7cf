import { PassThrough } from 'node:stream';
import { answerText } from '../../src/cli/answer.ts';
import type { Tone } from '../../src/cli/output.ts';
import type { Canvas } from '../../src/cli/table.ts';
import { handlerAt } from '../../src/cli/terminal-elicitation.ts';
import { startServer } from './server.ts';

const COLUMNS = 92;
const SIZE = 14;
/** Pixels of a character in most monospace fonts of that size, and from line to line. */
const ADVANCE = 8.45;
const LEADING = 19;
const MARGIN = 18;

/** Lines of the second answer that are worth their room. */
const SHOWN = 8;

const COLORS: Readonly<Record<Tone | 'typed', string>> = {
  heading: '#ffffff',
  quiet: '#8b949e',
  good: '#7ee787',
  warning: '#e3b341',
  bad: '#ff7b72',
  typed: '#7ee787',
};

const ESCAPE = '\x1b';
const TONES = Object.keys(COLORS);

/** Sequences of a terminal, since tables count no places for those; the number is the tone's own. */
const painted = (tone: keyof typeof COLORS, text: string): string =>
  `${ESCAPE}[${TONES.indexOf(tone) + 1}m${text}${ESCAPE}[0m`;

const screen: Canvas = { width: COLUMNS, paint: painted };

/** What `painted` makes. */
const PAINTED = new RegExp(`${ESCAPE}\\[(\\d+)m(.*?)${ESCAPE}\\[0m`, 'g');

const typed = (text: string): string => `$ ${painted('typed', text)}`;

/** A plain line in lines that fit, cut between words as a wide terminal would show it, the later ones indented. */
function folded(line: string): readonly string[] {
  const room = line.lastIndexOf(' ', COLUMNS);
  const indent = /^ *(?:[•!✗·] )?/.exec(line)?.[0].length ?? 0;
  if (line.length <= COLUMNS || room <= indent) return [line];
  return [line.slice(0, room), ...folded(`${' '.repeat(indent)}${line.slice(room + 1)}`)];
}

/** Two commands and what they print, made by the code that prints it. */
async function session(): Promise<readonly string[]> {
  const output = new PassThrough();
  const input = new PassThrough();
  input.write('y\n');
  const server = await startServer(['--enable-write-tools'], handlerAt({ input, output }));
  try {
    const list = await server.call('mist_search_alarms', {
      scope: 'org',
      severity: 'critical',
      fields: ['timestamp', 'type', 'hostnames', 'count'],
    });
    const change = await server.call('mist_update_configuration_objects', {
      action_type: 'update',
      object_type: 'org_sites',
      object_id: '3399b321-18de-4b21-a4e6-62c974d37751',
      payload: { rftemplate_id: 'fcbb17d2-1e91-40ec-a576-9440f7dbe8b1' },
    });
    const question = String(output.read() ?? '').trim();
    return [
      typed('npx mistmcp call mist_search_alarms scope=org severity=critical \\'),
      typed('    fields=timestamp,type,hostnames,count --demo').slice(2),
      ...answerText(list.answer, screen, String).split('\n'),
      '',
      typed('npx mistmcp call mist_update_configuration_objects action_type=update \\'),
      typed('    object_type=org_sites object_id=3399b321-18de-4b21-a4e6-62c974d37751 \\').slice(2),
      typed(`    payload:='{"rftemplate_id":"fcbb17d2-1e91-40ec-a576-9440f7dbe8b1"}' \\`).slice(2),
      typed('    --enable-write-tools --demo').slice(2),
      '',
      ...question.split('\n').slice(0, -1).flatMap(folded),
      `${question.split('\n').at(-1) ?? ''} ${painted('typed', 'y')}`,
      ...answerText(change.answer, screen, String).split('\n').slice(0, SHOWN),
      painted('quiet', '…'),
    ];
  } finally {
    await server.close();
  }
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function lineElement(line: string, index: number): string {
  const text = escaped(line).replace(
    PAINTED,
    (_, tone: string, inside: string) => `<tspan class="${TONES[Number(tone) - 1]}">${inside}</tspan>`,
  );
  return `<text x="${MARGIN}" y="${MARGIN + SIZE + index * LEADING}">${text}</text>`;
}

/** A picture of a terminal as SVG: text on its own dark ground, so that it reads on a light and on a dark page. */
export async function terminalPicture(): Promise<string> {
  const shown = await session();
  const width = Math.ceil(COLUMNS * ADVANCE + 2 * MARGIN);
  const height = shown.length * LEADING + 2 * MARGIN;
  const tones = Object.entries(COLORS).map(([tone, color]) => `.${tone}{fill:${color}}`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title">`,
    '<title id="title">A list of alarms, and a change that is shown and confirmed before it is made</title>',
    `<style>text{font:${SIZE}px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#c9d1d9;white-space:pre}${tones.join('')}</style>`,
    `<rect width="${width}" height="${height}" rx="8" fill="#0d1117"/>`,
    ...shown.map(lineElement),
    '</svg>',
    '',
  ].join('\n');
}
