import { byCodeUnit } from '../json.ts';
import type { Usage } from '../usages.ts';
import { countKinds, type TouchingChange } from './compare.ts';
import type { Decision } from './decide.ts';
import { line, type ReportOptions } from './report.ts';

/** GitHub takes 65,536 characters; some stay free for what a job adds. */
const LIMIT = 60_000;
/** Lines of a folded block. */
const LISTED = 100;

/** How many changes, and how many of those may break a caller. */
const amount = ({ all, breaking }: { all: number; breaking: number }): string => `${all} | ${breaking || ''}`;

function touched(changes: readonly TouchingChange[]): string[] {
  const names = [...new Set(changes.flatMap(({ tools }) => tools))].sort(byCodeUnit);
  return names.map((name) => {
    const own = changes.filter(({ tools }) => tools.includes(name));
    return `| \`${name}\` | ${amount({ all: own.length, breaking: own.filter(({ breaking }) => breaking).length })} |`;
  });
}

/** As many lines as fit, those first that may break a caller, and how many there is no room for. */
function fitting(lines: readonly string[], room: number): string[] {
  const order = [...lines.filter((one) => one.startsWith('!')), ...lines.filter((one) => !one.startsWith('!'))];
  let used = 0;
  const most = order.findIndex((one) => {
    used += one.length + 1;
    return used > room;
  });
  return most === -1 ? order : [...order.slice(0, most), `… and ${order.length - most} more`];
}

/** Words of the specification, on one line that neither ends the block it stands in nor begins one. */
const plain = (text: string): string => text.replace(/[`\p{Cc}]+/gu, ' ');

/** Lines of a block that may be long, folded away. */
const folded = (summary: string, lines: readonly string[]): string[] => [
  '',
  `<details><summary>${summary}</summary>`,
  '',
  '```text',
  ...lines.slice(0, LISTED).map(plain),
  ...(lines.length > LISTED ? [`… and ${lines.length - LISTED} more`] : []),
  '```',
  '',
  '</details>',
];

const decided = (decisions: readonly Decision[]): string[] =>
  decisions.length === 0
    ? []
    : ['', '### To decide', ...decisions.flatMap(({ topic, lines }) => folded(`${topic}: ${lines.length}`, lines))];

const named = (usages: readonly Usage[]): string[] =>
  usages.length === 0
    ? []
    : folded(
        'Source that names what breaks',
        usages.map(({ place, name }) => `${place}  ${name}`),
      );

/**
 * A comparison of two releases as the text of a pull request.
 *
 * @param title from which release to which
 * @param notes paragraphs and tables that stand before the single changes, such as what the list of tools costs
 * @param options what is to be decided, and where the source names what breaks
 */
export function markdown(
  title: string,
  changes: readonly TouchingChange[],
  notes: readonly string[] = [],
  { toolsUnknown, decisions = [], usages = [] }: ReportOptions = {},
): string {
  const heading = `## ${plain(title)}`;
  const questions = [...decided(decisions), ...named(usages)];
  if (changes.length === 0) return [heading, '', 'Nothing changed.', ...notes, ...questions].join('\n');
  const kinds = Object.entries(countKinds(changes)).map(([kind, count]) => `| ${kind} | ${amount(count)} |`);
  const tools = touched(changes);
  const head = [
    heading,
    '',
    ...['| change | all | may break a caller |', '|---|---|---|', ...kinds, ''],
    ...(tools.length === 0
      ? [
          toolsUnknown === undefined
            ? 'No tool is touched.'
            : `Which tools are touched is not known: ${plain(toolsUnknown)}`,
          '',
        ]
      : ['| tool touched | changes | may break |', '|---|---|---|', ...tools, '']),
    ...notes,
    ...questions,
    '',
    '<details><summary>Every change; ! may break a caller</summary>',
    '',
  ];
  const foot = ['', '</details>'];
  const room = LIMIT - [...head, ...foot].join('\n').length;
  return [
    ...head,
    '```text',
    ...fitting(
      changes.map((change) => plain(line(change))),
      room,
    ),
    '```',
    ...foot,
  ].join('\n');
}
