import type { MistAnswer, MistRequest } from '../../mist/http/client.ts';
import { targetOf } from '../../mist/http/target.ts';
import { operation } from '../../mist/spec/operations.ts';
import { type Outcome, runCommand } from '../../mist/stream/command.ts';
import type { Question, ToolContext } from '../../tool/context.ts';
import {
  type AuditEntry,
  confirmAndSend,
  doubtOf,
  type SendResult,
  typedFor,
  type Verification,
  withAuditEntry,
} from '../changes/index.ts';
import type { CommandVerdict } from '../effects/index.ts';
import { effectOf } from './describe.ts';
import type { Body } from './parameters.ts';
import { lineFeed, pulse, screenFeed } from './progress.ts';
import { judgeUtility, questionText } from './question.ts';
import { type Report, reportOf } from './report.ts';
import type { Platform, Utility } from './table.ts';
import { readDevice, readIdentity } from './target.ts';
import { endOf, isEndless, limitsOf } from './timeouts.ts';

/** What is to be run, and where. */
export interface CommandRequest {
  readonly platform: Platform;
  readonly utility: Utility;
  readonly siteId: string;
  readonly deviceId: string;
  readonly body: Body;
  /** The caller's own limit over all. */
  readonly timeoutSeconds: number | undefined;
}

/** What became of a command that changes something. */
interface VerifiedCommand extends Verification {
  readonly report?: Report;
}

/**
 * Runs a utility on a device. One that changes something goes the way of every confirmed write; what may interrupt
 * service is asked of the person first. The command is sent once, and never again.
 *
 * @throws MistError and InputError for whatever ends it before the device was told
 */
export async function runUtility(context: ToolContext, command: CommandRequest): Promise<object> {
  const { utility, deviceId } = command;
  const names = { device: deviceId, utility: utility.name };
  const request = requestOf(command);
  const effect = effectOf(utility);
  if (effect === 'diagnostic') {
    const outcome = await listen(context, command, () =>
      context.session.client.send({ ...request, signal: context.signal }),
    );
    return { ...names, ...report(context, command, outcome) };
  }
  const facts = { ...names, effect, ...targetOf(request), body: request.body };
  return withAuditEntry(context, facts, (entry) => confirmed(context, command, request, entry));
}

function requestOf({ utility, siteId, deviceId, body: { body } }: CommandRequest): MistRequest {
  const takesBody = operation(utility.route).body !== undefined && body !== undefined;
  return {
    route: utility.route,
    path: { site_id: siteId, device_id: deviceId },
    ...(takesBody ? { body } : {}),
  };
}

async function confirmed(
  context: ToolContext,
  command: CommandRequest,
  request: MistRequest,
  entry: AuditEntry,
): Promise<object> {
  const { utility, platform, siteId, deviceId } = command;
  const names = { device: deviceId, utility: utility.name };
  const asks = effectOf(utility) === 'disruptive';
  const { question, state, verdict } = asks
    ? await questionOf(context, command, entry)
    : { question: undefined, state: {}, verdict: undefined };
  const result = await confirmAndSend<Outcome, VerifiedCommand>(context, entry, {
    question,
    request,
    // A device is the same after a command as before.
    guarded: false,
    state,
    readState: asks ? () => readIdentity(context, platform, siteId, deviceId) : undefined,
    explainChange: () => 'Nothing was sent: call again to see and confirm what the device is now.',
    send: (post) => listen(context, command, post),
    verify: async (sent) => verify(context, command, sent),
  });
  if ('notSent' in result) {
    const { outcome, ...rest } = result.notSent;
    return { outcome, ...names, ...rest, verdict, ...result.recordNote };
  }
  const { outcome, notes, report: shown } = result.verified;
  if (shown) return { ...names, ...shown, ...(verdict ? { verdict } : {}), ...result.recordNote };
  return { outcome, ...names, completed: false, ...result.failure, note: notes.join(' '), ...result.recordNote };
}

async function questionOf(
  context: ToolContext,
  { utility, platform, siteId, deviceId, body }: CommandRequest,
  entry: AuditEntry,
): Promise<{ readonly question: Omit<Question, 'bound'>; readonly state: unknown; readonly verdict?: CommandVerdict }> {
  const details = await readDevice(context, platform, siteId, deviceId);
  const { site, device, mac, model, type } = details;
  const verdict = await judgeUtility(context, utility, details, siteId, body.body ?? {});
  entry.note({ device: { id: deviceId, name: device, mac }, site, verdict });
  const question = {
    message: questionText(utility, details, deviceId, body.body ?? {}, verdict),
    label: `Yes, run ${utility.name} now`,
    // Only the person can say that what breaks may break.
    ...(verdict.decision === 'UNSAFE'
      ? { typed: typedFor(device, 'change'), personOnly: 'The verdict on this command is UNSAFE' }
      : {}),
  };
  return { question, state: { device, mac, model, type }, verdict };
}

/** Runs the command, and tells the application of its output as it comes. */
async function listen(
  context: ToolContext,
  { utility, siteId, deviceId, body, timeoutSeconds }: CommandRequest,
  post: () => Promise<MistAnswer>,
): Promise<Outcome> {
  const feed = (isEndless(utility) ? screenFeed : lineFeed)((line) => context.progress(context.maskText(line)));
  const alive = pulse((line) => context.progress(`${utility.name}: ${line}`));
  context.progress(`${utility.name}: connecting to the stream`);
  try {
    return await runCommand({
      ...{ session: context.session, siteId, deviceId, signal: context.signal },
      limits: limitsOf(utility, body.body ?? {}, timeoutSeconds),
      post: async () => (await post()).body,
      ends: endOf(utility),
      repeats: isEndless(utility),
      piece: (text) => {
        alive.felt();
        feed(text);
      },
    });
  } finally {
    alive.stop();
  }
}

/** There is nothing to read back: what the device wrote is all that is known. */
function verify(context: ToolContext, command: CommandRequest, sent: SendResult<Outcome>): VerifiedCommand {
  if ('failure' in sent) {
    const advice = 'It was sent once and is not sent again: look at the device before trying anew.';
    return { outcome: 'unknown', notes: [...doubtOf(sent), advice] };
  }
  const shown = report(context, command, sent.answer);
  return { outcome: 'sent', notes: [`ended: ${shown.ended_by ?? 'no session'}`], report: shown };
}

function report(context: ToolContext, command: CommandRequest, outcome: Outcome): Report {
  const { utility, body, timeoutSeconds } = command;
  return reportOf({
    ...{ utility, outcome, limits: limitsOf(utility, body.body ?? {}, timeoutSeconds) },
    changes: effectOf(utility) !== 'diagnostic',
    warnings: body.warnings,
    mask: context.maskText,
    maxTokens: context.policy.maxResponseTokens,
  });
}
