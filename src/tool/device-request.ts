import { MistError } from '../core/errors/mist-error.ts';
import { forChassis } from '../mist/chassis.ts';
import type { MistAnswer, MistRequest } from '../mist/http/client.ts';
import { rowsOf } from '../mist/paging/pages.ts';
import type { ApiContext } from '../mist/session.ts';

/** An answer, with what to say where it is about another device than was asked for. */
export interface DeviceAnswer {
  readonly answer: MistAnswer;
  readonly note?: string;
}

/**
 * Sends a request that reads; where it found nothing of a device that is a member of a virtual chassis, asks for the
 * chassis.
 *
 * @param send sends one request
 * @throws MistError as the first request
 */
export async function sendForDevice(
  context: ApiContext,
  request: MistRequest,
  send: (request: MistRequest) => Promise<MistAnswer>,
): Promise<DeviceAnswer> {
  const answer = await send(request).catch((error: unknown) => {
    if (error instanceof MistError && error.kind === 'not_found') return error;
    throw error;
  });
  const isThere = !(answer instanceof MistError) && rowsOf(answer).rows?.length !== 0;
  const other = isThere ? undefined : await forChassis(context, request);
  if (other) {
    const note = `${other.member} is a member of the virtual chassis ${other.chassis}, which this is about.`;
    return { answer: await send(other.request), note };
  }
  if (answer instanceof MistError) throw answer;
  return { answer };
}
