import type { LookupContext } from '../../tool/context.ts';
import { withObjectId } from '../configuration/index.ts';
import type { ChangeInput } from './change-input.ts';
import { type Request, readRequest } from './request.ts';

export type { Request } from './request.ts';

/** An object may be called by its name: everything else is checked before that is looked up. */
export async function requestOf(context: LookupContext, input: ChangeInput): Promise<Request> {
  const { object_type, org_id, site_id, object_id } = input;
  if (object_id === undefined || input.action_type === 'create') return readRequest(input);
  const question = await withObjectId(context, { object_type, org_id, site_id, object_id });
  return readRequest({ ...input, object_id: question.object_id });
}
