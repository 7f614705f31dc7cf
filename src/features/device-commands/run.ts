import { randomBytes } from 'node:crypto';
import { InputError } from '../../core/errors/input-error.ts';
import { MistError } from '../../core/errors/mist-error.ts';
import type { MistAnswer, QueryValue } from '../../mist/http/client.ts';
import type { Session } from '../../mist/session.ts';
import { operation } from '../../mist/spec/operations.ts';
import { splitRoute } from '../../mist/spec/routes.ts';
import { runCommand } from '../../mist/stream/command.ts';
import { effectOf } from './describe.ts';
import type { Body } from './parameters.ts';
import { lineFeed, pulse, screenFeed } from './progress.ts';
import { questionText } from './question.ts';
import { type Report, reportOf } from './report.ts';
import type { CommandRoute, Platform, Utility } from './table.ts';
import { type PLACE_ROUTES, placeOf } from './target.ts';
import { endOf, isEndless, limitsOf } from './timeouts.ts';

/** A tool call as far as a live command needs it. */
export interface UtilityCall {
  readonly session: Session;
  readonly signal: AbortSignal;
  send(
    route: CommandRoute | (typeof PLACE_ROUTES)[number],
    parameters: { path: Record<string, string>; query?: Record<string, QueryValue>; body?: unknown },
  ): Promise<MistAnswer>;
  /** Ends the call by an exception while the question is open; it then runs again from its top. */
  confirm(question: { message: string; bound: unknown; label: string }): Promise<{ readonly answer: string }>;
  record(entry: Readonly<Record<string, unknown>>): void;
  progress(message: string): void;
  /** A text from the device with every secret masked. */
  mask(text: string): string;
  /** Tokens that the answer may take. */
  readonly maxTokens: number;
}

/** What is to be run, and where. */
export interface Errand {
  readonly platform: Platform;
  readonly utility: Utility;
  readonly siteId: string;
  readonly deviceId: string;
  readonly body: Body;
  readonly timeoutSeconds: number | undefined;
}

/** What came of it. */
export interface Done extends Report {
  readonly device: string;
  readonly utility: string;
}

const YES = ['accepted', 'bypassed'];

const DECISIONS: Readonly<Record<string, string>> = {
  declined: 'The person said no',
  cancelled: 'The person closed the question without an answer',
  mistyped: 'What was typed is not what was asked for',
  missing: 'The question was answered without a yes',
};

/** Asks the person for a yes to exactly this command, and gives the kind of yes. @throws InputError for anything else than a yes */
async function confirmed(call: UtilityCall, errand: Errand, attempt: Attempt): Promise<string> {
  const { utility, platform, siteId, deviceId, body } = errand;
  const place = await placeOf((route, parameters) => call.send(route, parameters), platform, siteId, deviceId);
  const { answer } = await call.confirm({
    message: questionText(utility, place, deviceId, body.body ?? {}),
    bound: { method: attempt.method, path: attempt.path, body: attempt.body },
    label: `Yes, run ${utility.name} now`,
  });
  if (YES.includes(answer)) return answer;
  call.record({ ...attempt, consent: answer, outcome: 'not sent' });
  throw new InputError(
    `${DECISIONS[answer] ?? 'There was no yes'}, so nothing was sent.`,
    'Do not try again unless the person asks for it.',
  );
}

/** What is put on record. */
interface Attempt {
  /** Ties the lines of one attempt together. */
  readonly attempt: string;
  readonly utility: string;
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

function attemptOf({ utility, siteId, deviceId, body }: Errand): Attempt {
  const { method, path } = splitRoute(utility.route);
  const whole = path.replace('{site_id}', siteId).replace('{device_id}', deviceId);
  return { attempt: randomBytes(6).toString('hex'), utility: utility.name, method, path: whole, body: body.body };
}

/** Puts on record that the command is about to be sent. @throws InputError when that cannot be done */
function begin(note: (outcome: string) => void): void {
  try {
    note('sending');
  } catch {
    throw new InputError(
      'The record of changes cannot be written, so nothing was sent.',
      'The operator of mistmcp finds the reason in its log.',
    );
  }
}

/**
 * Runs a utility on a device. What changes something is put on record, and what may interrupt service is asked of the
 * person first. The command is sent once, and never again.
 *
 * @throws MistError and InputError for whatever ends it before the device was told, and when sending it failed
 */
export async function runUtility(call: UtilityCall, errand: Errand): Promise<Done> {
  const { utility, siteId, deviceId, body, timeoutSeconds } = errand;
  const effect = effectOf(utility);
  const changes = effect !== 'diagnostic';
  const attempt = attemptOf(errand);
  const consent = effect === 'disruptive' ? { consent: await confirmed(call, errand, attempt) } : {};
  const note = (outcome: string): void => {
    if (changes) call.record({ ...attempt, ...consent, outcome });
  };
  /** What happened has to be told even when the record cannot be written any more. */
  const noteSent = (outcome: string): void => {
    try {
      note(outcome);
    } catch {
      // The log has the reason, and the line before it says that the command was about to be sent.
    }
  };
  const sendBody = operation(utility.route).body !== undefined && body.body !== undefined;
  const post = async (): Promise<unknown> => {
    begin(note);
    const path = { site_id: siteId, device_id: deviceId };
    const answer = await call.send(utility.route, { path, ...(sendBody ? { body: body.body } : {}) });
    noteSent('accepted');
    return answer.body;
  };
  const limits = limitsOf(utility, body.body ?? {}, timeoutSeconds);
  const feed = (isEndless(utility) ? screenFeed : lineFeed)((line) => call.progress(call.mask(line)));
  const alive = pulse((line) => call.progress(`${utility.name}: ${line}`));
  call.progress(`${utility.name}: connecting to the stream`);
  const outcome = await runCommand({
    ...{ session: call.session, siteId, deviceId, signal: call.signal, limits, post },
    ends: endOf(utility),
    repeats: isEndless(utility),
    piece: (text) => {
      alive.felt();
      feed(text);
    },
  })
    .catch((error: unknown) => {
      noteSent(error instanceof MistError ? `failed: ${error.kind}` : 'failed');
      throw error;
    })
    .finally(alive.stop);
  const { mask, maxTokens } = call;
  const report = reportOf({ utility, outcome, limits, changes, warnings: body.warnings, mask, maxTokens });
  if (changes) noteSent(`ended: ${report.ended_by ?? 'no session'}`);
  return { device: deviceId, utility: utility.name, ...report };
}
