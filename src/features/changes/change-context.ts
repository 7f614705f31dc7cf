import type { MistRequest } from '../../mist/http/client.ts';
import type { ToolContext } from '../../tool/context.ts';
import { redact } from '../../tool/redact.ts';
import type { Assessment } from '../effects/index.ts';
import { modeData } from './answer.ts';
import type { AuditEntry } from './audit-entry.ts';
import type { ChangeInput } from './change-input.ts';
import type { PreparedChange } from './prepare.ts';
import { type Request, replacesAll } from './request.ts';
import { stateOf } from './state.ts';
import type { Target } from './target.ts';
import type { JsonObject } from './types.ts';
import type { Wording } from './value-text.ts';

/** One change under way. */
export interface ChangeContext {
  readonly context: ToolContext;
  readonly input: ChangeInput;
  readonly request: Request;
  readonly target: Target;
  readonly prepared: PreparedChange;
  /** What it does to the network, and whether that is safe; undefined where nothing would be sent. */
  readonly assessment: Assessment | undefined;
  readonly entry: AuditEntry;
  readonly name: string | undefined;
}

/** How its values are worded: secrets masked, ids named. */
export const wordingOf = ({ prepared }: Pick<ChangeContext, 'prepared'>, most: number): Wording => ({
  names: prepared.names,
  most,
  mask: (value) => redact(value),
});

/** What every answer about it begins with. */
export const headOf = ({ request, target, prepared, name }: ChangeContext): object => ({
  action_type: request.action,
  object_type: request.found.name,
  ...(target.id === undefined ? {} : { object_id: target.id }),
  ...(name === undefined ? {} : { name }),
  ...(target.site === undefined ? {} : { site: target.site }),
  ...modeData(request, prepared),
});

/** What of a change says what is sent, whoever asks for it. */
export type PlannedChange = Pick<ChangeContext, 'request' | 'target' | 'prepared'>;

/** What is sent; no body for a delete. */
export const writeOf = ({ request, target, prepared }: PlannedChange): MistRequest => ({
  route: request.write,
  path: target.path,
  ...(prepared.plan ? { body: prepared.plan.body } : {}),
});

/**
 * The part of an object that must not change between the question and the write: roots that the write replaces, or the
 * whole object where it replaces or ends that.
 */
export function guardedState({ request, prepared }: PlannedChange, object: JsonObject): JsonObject {
  return stateOf(request.found, object, replacesAll(request) ? undefined : prepared.plan?.roots);
}
