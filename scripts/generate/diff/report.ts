import { byCodeUnit } from '../json.ts';
import type { Usage } from '../usages.ts';
import { countKinds, type TouchingChange } from './compare.ts';
import type { Decision } from './decide.ts';

/** One change in one line, with the tools that it touches. */
export function line({ kind, subject, detail, breaking, notices, tools }: TouchingChange): string {
  const touching = tools.length > 0 ? `  [${tools.join(', ')}]` : '';
  const noticed = notices ? `; ${notices.join(' and ')} notice` : '';
  return `${breaking ? '!' : ' '} ${kind}: ${subject}${detail ? ` (${detail})` : ''}${noticed}${touching}`;
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

/** What a report says beside the changes. */
export interface ReportOptions {
  /** Changes to write one by one. */
  most?: number;
  /** Why it is not known which tools are touched. */
  toolsUnknown?: string;
  /** What a person has to decide. */
  decisions?: readonly Decision[];
  /** Where the source names what breaks. */
  usages?: readonly Usage[];
}

const indented = (lines: readonly string[]): string[] => lines.map((one) => `  ${one}`);

/** The decisions, each topic with its lines. */
const decisionLines = (decisions: readonly Decision[]): string[] =>
  decisions.flatMap(({ topic, lines }) => [`  ${topic}: ${lines.length}`, ...lines.map((one) => `    ${one}`)]);

/**
 * The report of a comparison: every change, then the counts by kind, the tools touched, what is to be decided and where
 * the source names what breaks. A leading `!` marks what may break a caller or a reader.
 */
export function report(changes: readonly TouchingChange[], options: ReportOptions = {}): string {
  const { most = Number.POSITIVE_INFINITY, toolsUnknown, decisions = [], usages = [] } = options;
  const decide = decisions.length > 0 ? ['', 'to decide', ...decisionLines(decisions)] : [];
  if (changes.length === 0) return ['nothing changed', ...decide].join('\n');
  const counts = Object.entries(countKinds(changes)).map(
    ([kind, { all, breaking }]) => `  ${kind}: ${all}${breaking > 0 ? `, ${breaking} breaking` : ''}`,
  );
  const tools = toolLines(changes);
  const none = toolsUnknown === undefined ? 'none' : `not known: ${toolsUnknown}`;
  const order = [...changes.filter(({ breaking }) => breaking), ...changes.filter(({ breaking }) => !breaking)];
  const lines = (changes.length > most ? order.slice(0, most) : changes).map(line);
  const more =
    changes.length > most ? [`  … and ${changes.length - most} more; all of them: npm run spec:diff OLD NEW`] : [];
  return [
    ...lines,
    ...more,
    '',
    'changes',
    ...counts,
    '',
    `tools touched: ${toolsUnknown === undefined && tools.length > 0 ? '' : none}`,
    ...tools,
    ...decide,
    ...(usages.length > 0
      ? ['', 'source that names what breaks', ...indented(usages.map(({ place, name }) => `${place}  ${name}`))]
      : []),
  ].join('\n');
}
