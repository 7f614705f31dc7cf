import { digestOf, sealOf } from '../../core/digest.ts';
import type { Question } from './change-context.ts';
import { bodyOf, rootsOf, target, type Way, wordingOf } from './change-route.ts';
import { confirmationText } from './confirmation.ts';
import { differenceLine } from './difference-text.ts';
import { nounOf } from './nouns.ts';
import { askedBefore, stateChanges, stateOf } from './state.ts';
import type { Change } from './types.ts';
import { visible } from './visible.ts';

/** The question, and what the yes is bound to: the request itself and the state that the person was shown. */
export function questionOf(way: Way): Question & { readonly digest: string } {
  const { call, request, located, draft, name } = way;
  const { found, action } = request;
  const state = located.current ? stateOf(found, located.current, rootsOf(way)) : {};
  const uses = action === 'delete' ? draft.impact.uses.map(({ noun, names }) => [noun, names.length]) : [];
  const bound = { ...target(way), body: bodyOf(way) ?? null, state, uses, namesakes: draft.namesakes ?? null };
  // Body and state hold secrets, and the application and the record see the digest.
  const digest = sealOf(bound, call.session.token ?? '');
  const before = askedBefore(`${call.session.principal} ${digestOf(way.input)}`, state);
  const changed = before ? stateChanges(before, state) : [];
  const message = confirmationText(
    {
      ...{
        action,
        noun: nounOf(found.name),
        family: found.name,
        name,
        id: located.id,
        org: located.org,
        site: located.site,
      },
      ...{ mode: draft.plan?.mode ?? '', changes: draft.changes, impact: draft.impact, warnings: draft.warnings },
      forced: action === 'delete' && request.force && draft.impact.uses.length + draft.impact.unknown.length > 0,
    },
    wordingOf(way, 120),
  );
  return {
    ...{ message, bound: digest, digest },
    ...(action === 'delete' ? { typed: typedFor(name) } : {}),
    ...(changed.length > 0 ? { changed: changedText(way, changed) } : {}),
  };
}

/** Words with single plain spaces between them: other blanks cannot be told apart by eye. */
const TYPABLE = /^\S+(?: \S+)*$/;

/** What has to be typed: the name, or a word where there is none that can be typed. */
const typedFor = (name: string | undefined): string =>
  name !== undefined && name.length <= 64 && visible(name) === name && TYPABLE.test(name) ? name : 'delete';

/** What became of the object meanwhile, and what to do. */
export function changedText(way: Way, changes: readonly Change[]): string {
  const lines = changes.slice(0, 8).map((change) => differenceLine(change, wordingOf(way, 80)));
  const more = changes.length > lines.length ? `; and ${changes.length - lines.length} more` : '';
  return `Since it was read it became: ${lines.join('; ')}${more}. Nothing was sent: call again to see and confirm the new difference.`;
}
