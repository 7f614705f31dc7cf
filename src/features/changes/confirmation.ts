import type { SensitiveKind } from '../../mist/sensitive.ts';
import type { Action } from './change-input.ts';
import { completeLines, fittingLines } from './difference-text.ts';
import type { Impact } from './impact.ts';
import { shortImpactLines } from './impact-text.ts';
import { dangerousFirst, sensitiveWords, targetHosts } from './sensitive.ts';
import type { Change } from './types.ts';
import type { Wording } from './value-text.ts';
import { cut, quoted, visible } from './visible.ts';

/** Everything that the person is shown before a yes. */
export interface ConfirmationContent {
  readonly action: Action;
  /** What the object is, in words, and the name of its family. */
  readonly noun: string;
  readonly family: string;
  readonly name: string | undefined;
  readonly id: string | undefined;
  readonly org: string | undefined;
  readonly site: string | undefined;
  readonly mode: string;
  readonly changes: readonly Change[];
  readonly impact: Impact;
  readonly warnings: readonly string[];
  readonly forced: boolean;
  /** What of it opens the network to somebody; named before all else. Of a deletion its verb says enough. */
  readonly sensitive: readonly SensitiveKind[];
  readonly isWebhook: boolean;
  /** Whether it is safe, and why. */
  readonly verdict?: VerdictText | undefined;
}

type OtherContent = Pick<ConfirmationContent, 'action' | 'changes' | 'impact' | 'warnings'>;

/** A verdict as the person reads it: one line before all else, and its reasons. */
export interface VerdictText {
  readonly line: string;
  readonly lines: readonly string[];
}

/** Lines of a question that a person reads with care. */
export const QUESTION_LINES = 25;
/** Lines that tell what a deletion loses, at least and where there is room. */
const LOST_LINES = { least: 2, most: 6 } as const;
/** Longest message about a deletion, in characters. */
const MOST = 2000;
const MOST_WARNINGS = 5;
/** A blank line and a title. */
const TITLE_LINES = 2;
const LINE = 220;

const VERBS = { create: 'Create', update: 'Change', delete: 'DELETE' } as const;

const place = (what: string, name: string | undefined): readonly string[] =>
  name === undefined ? [] : [`${what}: ${quoted(name)}`];

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  • ${visible(line)}`)];
}

/** The lines that name what is sensitive about a change, where something is, and where webhooks would send. */
export const sensitiveLines = (
  kinds: readonly SensitiveKind[],
  changes: readonly Change[],
  isWebhook: boolean,
): readonly string[] =>
  kinds.length === 0
    ? []
    : [
        `SENSITIVE: ${sensitiveWords(kinds)}.`,
        ...targetHosts(changes, isWebhook).map((host) => `Sends to: ${visible(host)}`),
      ];

/** Longest line of a verdict, in characters. */
const REASON = 300;

/** Reasons of the verdict, what changes, and what was not looked at. */
const reasonLines = ({ verdict }: ConfirmationContent): readonly string[] =>
  verdict && verdict.lines.length > 0 ? ['', ...verdict.lines.map((line) => cut(visible(line), REASON))] : [];

function headOf(content: ConfirmationContent): readonly string[] {
  const { action, noun, family, name, id, org, site, forced, impact, sensitive, changes, isWebhook } = content;
  return [
    ...(content.verdict ? [visible(content.verdict.line)] : []),
    `${VERBS[action]} ${noun}${name === undefined ? '' : ` ${quoted(name)}`} (${family})`,
    ...(action === 'delete' ? [] : sensitiveLines(sensitive, changes, isWebhook)),
    ...place('Organization', org),
    ...place('Site', site),
    ...(id === undefined ? [] : [`Id: ${id}`]),
    ...reasonLines(content),
    ...(forced
      ? [
          '',
          `FORCED: ${impact.uses.length > 0 ? 'IT IS IN USE' : 'ITS USE IS NOT KNOWN'} AND WILL BE DELETED ALL THE SAME.`,
        ]
      : []),
  ];
}

/** What follows the yes, in one line. */
function titleOf({ action, changes, mode }: ConfirmationContent): string {
  if (action === 'delete') return 'What is lost:';
  if (action === 'create') return 'It would be:';
  return `${changes.length} ${changes.length === 1 ? 'difference' : 'differences'}, old → new (mode ${mode}):`;
}

/**
 * The question to the person: where, what, from which value to which, what it touches. Secrets do not appear, and text
 * from the network stands in quotes.
 *
 * @throws InputError when what would be sent is too long to be shown
 */
export function confirmationText(content: ConfirmationContent, wording: Pick<Wording, 'names' | 'mask'>): string {
  const warnings = content.warnings.slice(0, MOST_WARNINGS);
  const more = content.warnings.length - warnings.length;
  const rest = [
    ...listed(
      'Impact:',
      shortImpactLines(content.impact).map((line) => cut(line, LINE)),
    ),
    ...listed('Warnings:', [
      ...warnings.map((line) => cut(line, LINE)),
      ...(more > 0 ? [`and ${more} more warnings, which the assistant can show (dry_run)`] : []),
    ]),
  ];
  const head = headOf(content);
  return [...head, ...listed(titleOf(content), changeLines(content, wording, [...head, ...rest])), ...rest].join('\n');
}

/** Of a deletion, which sends nothing, a summary that fits beside the rest; of everything else each line in full. */
function changeLines(
  { action, changes, isWebhook }: ConfirmationContent,
  wording: Pick<Wording, 'names' | 'mask'>,
  others: readonly string[],
): readonly string[] {
  if (action !== 'delete')
    return completeLines(dangerousFirst(changes, isWebhook), { ...wording, most: 600, single: action === 'create' });
  const room = MOST - others.join('\n').length - 60;
  const lines = Math.max(QUESTION_LINES - others.length - TITLE_LINES, LOST_LINES.least);
  return fittingLines(changes, Math.max(room, 300), { ...wording, most: 600, single: true }, lines);
}

/** The lines of a question beside its verdict: what changes or is lost, what it touches, what is warned of. */
export function otherLines({ action, changes, impact, warnings }: OtherContent): number {
  const told = action === 'delete' ? Math.min(changes.length, LOST_LINES.most) : changes.length;
  return told + shortImpactLines(impact).length + (warnings.length > 0 ? warnings.length + TITLE_LINES : 0);
}
