import { splitRoute } from '../../mist/spec/routes.ts';
import { modeData } from './answer.ts';
import type { Attempt } from './audit-entry.ts';
import type { ChangeCall, ChangeInput } from './change-context.ts';
import type { Draft } from './prepare.ts';
import { type Request, replacesAll } from './request.ts';
import { filled, type Located } from './target.ts';
import type { JsonObject } from './types.ts';
import type { Wording } from './value-text.ts';

/** One change under way. */
export interface Way {
  readonly call: ChangeCall;
  readonly input: ChangeInput;
  readonly request: Request;
  readonly located: Located;
  readonly draft: Draft;
  readonly attempt: Attempt;
  readonly name: string | undefined;
}

/** How its values are worded: secrets masked, ids named. */
export const wordingOf = ({ call, draft }: Pick<Way, 'call' | 'draft'>, most: number): Wording => ({
  names: draft.names,
  most,
  mask: (value) => call.mask(value),
});

/** What every answer about it begins with. */
export const headOf = ({ request, located, draft, name }: Way): object => ({
  action_type: request.action,
  object_type: request.found.name,
  ...(located.id === undefined ? {} : { object_id: located.id }),
  ...(name === undefined ? {} : { name }),
  ...(located.site === undefined ? {} : { site: located.site }),
  ...modeData(request, draft),
});

/** What is sent; nothing for a delete. */
export const bodyOf = ({ draft }: Way): JsonObject | undefined => draft.plan?.body;

/** Roots that the write replaces, or undefined where it replaces or ends the whole object. */
export const rootsOf = ({ request, draft }: Way): readonly string[] | undefined =>
  replacesAll(request) ? undefined : draft.plan?.roots;

/** Method and path of the write, as sent. */
export function target({ request, located }: Way): { method: string; path: string } {
  const { method, path } = splitRoute(request.write);
  return { method, path: filled(path, located.path) };
}
