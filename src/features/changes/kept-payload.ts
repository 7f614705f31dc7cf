import { InputError } from '../../core/errors/input-error.ts';
import type { ToolContext } from '../../tool/context.ts';
import type { ChangeInput } from './change-input.ts';
import { isObject, own } from './json.ts';
import type { JsonObject } from './types.ts';

/** The attribute of a payload that stands for one the server keeps. No object of the API has one of this name. */
const HANDLE = '$handle';

/** A payload that names one which is kept, or undefined where rows cannot be kept or would not come back the same. */
export function keepPayload({ results }: Pick<ToolContext, 'results'>, payload: JsonObject): JsonObject | undefined {
  if (!results.offered) return undefined;
  const kept = results.keepOne(payload);
  const isWhole = kept.rows.length === 1 && (kept.cleaned ?? 0) === 0;
  return isWhole ? { [HANDLE]: kept.id } : undefined;
}

/**
 * A change whose payload is the one that its handle names; any other change as it is.
 *
 * @throws InputError where the handle is unknown or has expired, or stands beside other attributes
 */
export function withKeptPayload({ results }: Pick<ToolContext, 'results'>, input: ChangeInput): ChangeInput {
  const { payload } = input;
  const handle = own(payload, HANDLE);
  if (payload === undefined || handle === undefined) return input;
  if (typeof handle !== 'string' || Object.keys(payload).length > 1)
    throw new InputError(
      `\`payload.${HANDLE}\` stands for a whole payload.`,
      'Give it alone, as the undo of an answer has it; nothing was sent.',
    );
  const [kept] = results.find(handle).rows;
  if (!isObject(kept)) throw new InputError('The handle holds no payload.', 'Give the attributes; nothing was sent.');
  return { ...input, payload: kept };
}
