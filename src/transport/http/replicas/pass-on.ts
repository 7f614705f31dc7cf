import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import type { Frame, Frames } from '../../frame.ts';
import { HttpRefusal } from '../refusal.ts';
import type { SessionTransport } from '../session-transport.ts';
import type { SharedSessions } from './shared-sessions.ts';

/**
 * Hands answers and cancellations that belong to what another replica has under way to that one.
 *
 * @returns what belongs here
 * @throws HttpRefusal 503 for an answer that cannot be handed on; whoever asked goes on waiting for it
 */
export async function passOn(
  shared: SharedSessions,
  { id, transport }: { readonly id: string; readonly transport: SessionTransport },
  frames: Frames,
): Promise<Frames> {
  const own: Frame[] = [];
  for (const frame of frames.frames) {
    if (!('message' in frame) || transport.expects(frame.message)) own.push(frame);
    else if ('method' in frame.message) await shared.pass(id, frame.message).catch(() => {});
    else await passAnswer(shared, id, frame.message);
  }
  return { ...frames, frames: own };
}

async function passAnswer(shared: SharedSessions, id: string, answer: JSONRPCMessage): Promise<void> {
  const passed =
    shared.reachesOthers &&
    (await shared.pass(id, answer).then(
      () => true,
      () => false,
    ));
  if (passed) return;
  throw new HttpRefusal(503, 'The replica that asked cannot be reached from here, so your answer had no effect.', {
    reason: 'replica',
    headers: { 'Retry-After': '1' },
  });
}
