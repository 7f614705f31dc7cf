import { byCodeUnit } from '../json.ts';
import { countKinds, type TouchingChange } from './compare.ts';

/** One change in one line, with the tools that it touches. */
export function line({ kind, subject, detail, breaking, tools }: TouchingChange): string {
  const touching = tools.length > 0 ? `  [${tools.join(', ')}]` : '';
  return `${breaking ? '!' : ' '} ${kind}: ${subject}${detail ? ` (${detail})` : ''}${touching}`;
}

/** The tools that changes touch, each with how many and how many of those break. */
function toolLines(changes: readonly TouchingChange[]): string[] {
  const counts = new Map<string, { all: number; breaking: number }>();
  for (const { tools, breaking } of changes) {
    for (const tool of tools) {
      const count = counts.get(tool) ?? { all: 0, breaking: 0 };
      counts.set(tool, { all: count.all + 1, breaking: count.breaking + (breaking ? 1 : 0) });
    }
  }
  return [...counts]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .map(([tool, { all, breaking }]) => `  ${tool}: ${all}${breaking > 0 ? `, ${breaking} breaking` : ''}`);
}

/**
 * The report of a comparison: every change, then the counts by kind, then the tools touched. A leading `!` marks what
 * may break a caller.
 *
 * @param most changes to write one by one
 */
export function report(changes: readonly TouchingChange[], most = Number.POSITIVE_INFINITY): string {
  if (changes.length === 0) return 'nothing changed';
  const counts = Object.entries(countKinds(changes)).map(
    ([kind, { all, breaking }]) => `  ${kind}: ${all}${breaking > 0 ? `, ${breaking} breaking` : ''}`,
  );
  const tools = toolLines(changes);
  const lines = changes.slice(0, most).map(line);
  const more =
    changes.length > most ? [`  … and ${changes.length - most} more; all of them: npm run spec:diff OLD NEW`] : [];
  return [
    ...lines,
    ...more,
    '',
    'changes',
    ...counts,
    '',
    `tools touched: ${tools.length === 0 ? 'none' : ''}`,
    ...tools,
  ].join('\n');
}
