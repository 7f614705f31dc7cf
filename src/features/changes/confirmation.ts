import type { Action } from './change-input.ts';
import { fittingLines } from './difference-text.ts';
import type { Impact } from './impact.ts';
import { impactLines } from './impact-text.ts';
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
}

/** Longest message, in characters: what is longer is not read. */
const MOST = 2000;
const MOST_WARNINGS = 5;
const LINE = 220;

const VERBS = { create: 'Create', update: 'Change', delete: 'DELETE' } as const;

const place = (what: string, name: string | undefined): readonly string[] =>
  name === undefined ? [] : [`${what}: ${quoted(name)}`];

function listed(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  • ${visible(line)}`)];
}

function headOf({ action, noun, family, name, id, org, site, forced, impact }: ConfirmationContent): readonly string[] {
  return [
    `${VERBS[action]} ${noun}${name === undefined ? '' : ` ${quoted(name)}`} (${family})`,
    ...place('Organization', org),
    ...place('Site', site),
    ...(id === undefined ? [] : [`Id: ${id}`]),
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
 * @returns at most about 2,000 characters, and more only where the mere names of what changes need them
 */
export function confirmationText(content: ConfirmationContent, wording: Pick<Wording, 'names' | 'mask'>): string {
  const warnings = content.warnings.slice(0, MOST_WARNINGS);
  const more = content.warnings.length - warnings.length;
  const rest = [
    ...listed(
      'Impact:',
      impactLines(content.impact).map((line) => cut(line, LINE)),
    ),
    ...listed('Warnings:', [
      ...warnings.map((line) => cut(line, LINE)),
      ...(more > 0 ? [`and ${more} more warnings, which the assistant can show (dry_run)`] : []),
    ]),
  ];
  const head = headOf(content);
  const room = MOST - [...head, ...rest].join('\n').length - 60;
  const lines = fittingLines(content.changes, Math.max(room, 300), {
    ...wording,
    most: 600,
    single: content.action !== 'update',
  });
  return [...head, ...listed(titleOf(content), lines), ...rest].join('\n');
}
