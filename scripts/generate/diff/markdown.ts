import { byCodeUnit } from '../json.ts';
import { countKinds, type TouchingChange } from './compare.ts';
import { line } from './report.ts';

/** GitHub takes 65,536 characters; some stay free for what a job adds. */
const LIMIT = 60_000;

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

/**
 * A comparison of two releases as the text of a pull request.
 *
 * @param title from which release to which
 * @param notes paragraphs and tables that stand before the single changes, such as what the list of tools costs
 */
export function markdown(title: string, changes: readonly TouchingChange[], notes: readonly string[] = []): string {
  const heading = `## ${plain(title)}`;
  if (changes.length === 0) return [heading, '', 'Nothing changed.', ...notes].join('\n');
  const kinds = Object.entries(countKinds(changes)).map(([kind, count]) => `| ${kind} | ${amount(count)} |`);
  const tools = touched(changes);
  const head = [
    heading,
    '',
    ...['| change | all | may break a caller |', '|---|---|---|', ...kinds, ''],
    ...(tools.length === 0
      ? ['No tool is touched.', '']
      : ['| tool touched | changes | may break |', '|---|---|---|', ...tools, '']),
    ...notes,
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
