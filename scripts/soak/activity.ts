import { isRecord, parseJson } from '../../src/core/json.ts';
import { columnsCalled, idColumn } from '../../src/mist/id-columns.ts';
import { type Baseline, calm } from './baseline.ts';
import type { Dice } from './dice.ts';
import { explained } from './explain.ts';
import type { FaultSchedule } from './fault-schedule.ts';
import type { Link, Question, Reply } from './link.ts';
import type { Tally } from './tally.ts';
import type { Upstream } from './upstream.ts';

/** What everybody in a run shares. */
export interface Scene {
  readonly upstream: Upstream;
  readonly faults: FaultSchedule;
  readonly baseline: Baseline;
  readonly tally: Tally;
}

/** One worker at one application. */
export interface Worker extends Scene {
  readonly link: Link;
  readonly dice: Dice;
  /** Questions whose answers stay. */
  readonly steady: readonly Question[];
}

/** A failure may have been met by a request that another call began and shared, so a little before counts too. */
const EARLIER = 20_000;

/** Names that could not be looked up are tried again after a minute. */
const NAMES_HELD_OFF = 60_000 + EARLIER;

/** When a call began, for `explained`. */
export const sinceOf = (began: number): number => began - EARLIER;

/** What a server says over http that has more to compute than it can, or that got a request too slowly. */
const NO_TIME = /This server has more to compute than it can|The request took too long to arrive/;

/** Asks and measures; an answer that never came is a failure of the server. */
export async function asked(worker: Worker, question: Question): Promise<Reply | undefined> {
  const { link, tally } = worker;
  const began = Date.now();
  tally.count(`calls: ${link.name}`);
  tally.count(`kinds: ${question.kind === 'tool' ? question.name : question.kind}`);
  try {
    return await link.ask(question);
  } catch (error) {
    lost(worker, question, error, began);
    return undefined;
  } finally {
    tally.waited(Date.now() - began, JSON.stringify(question).slice(0, 200));
  }
}

/** Prompts and resources fail by a protocol error; a tool never does, unless the server has no time for anybody. */
function lost({ link, tally, faults }: Worker, question: Question, error: unknown, began: number): void {
  const said = error instanceof Error ? error.message : String(error);
  if (question.kind !== 'tool' && faults.wasBad(sinceOf(began))) tally.count('errors explained: protocol');
  else if (NO_TIME.test(said) && faults.wasBusy(sinceOf(began))) tally.count('errors explained: busy machine');
  else tally.fail('lost request', `${link.name}: ${JSON.stringify(question)}: ${said}`);
}

/** An error that was not there in calm phases has to be explained. */
export function judgeError(
  { tally, faults, link, baseline }: Worker,
  question: Question,
  reply: Reply,
  began: number,
): void {
  const found = explained(reply, faults, sinceOf(began));
  if ('wrong' in found)
    tally.fail(
      'error unexplained',
      `${link.name}: ${JSON.stringify(question)}: ${found.wrong}; in calm phases ${baseline.of(link.view, question).slice(0, 300)}`,
    );
  else tally.count(`errors explained: ${found.by}`);
}

/** Asks something whose answer stays: it is the same, or an error that is explained. */
export async function read(worker: Worker): Promise<void> {
  const { baseline, dice, link, tally, faults } = worker;
  const question = dice.pick(worker.steady);
  const began = Date.now();
  const reply = await asked(worker, question);
  if (!reply) return;
  if (baseline.confirms(link.view, question, reply)) tally.count('answers right');
  else if (reply.isError) judgeError(worker, question, reply, began);
  else if (isPartial(reply) && faults.wasBad(sinceOf(began))) tally.count('answers partial, and said so');
  else if (isUnnamed(calm(reply.text), baseline.of(link.view, question)) && faults.wasBad(began - NAMES_HELD_OFF))
    tally.count('answers with ids, since names could not be had');
  else {
    const wanted = baseline.of(link.view, question);
    const shown = calm(reply.text);
    const at = [...wanted].findIndex((letter, index) => letter !== shown[index]);
    const near = (text: string): string => text.slice(Math.max(0, at - 80), at + 200);
    tally.fail(
      'wrong answer',
      `${link.name}: ${JSON.stringify(question)}: …${near(shown)}… instead of …${near(wanted)}…`,
    );
  }
}

/** Columns that an answer has one or the other of, a list's own words included: an id, or the name of what it is of. */
const ID_OR_NAME =
  /^(?:.*_id|.*_ids|.*mac|ap|sites?|org|device|switch|gateway|peer|.*template|network|rule|map|mapstack|mxcluster|sitegroups?|device_profile|wlan|ssid|name)$/;

const isIdOrName = (key: string): boolean =>
  ID_OR_NAME.test(key) || idColumn(key) !== undefined || columnsCalled(key).length > 0;

const isMac = (value: unknown): boolean => /^[0-9a-f]{12}$/.test([value].flat().join());

/** Whether an answer is the wanted one with ids in the place of some names. */
function isUnnamed(text: string, wanted: string): boolean {
  const [shown, whole] = [text, wanted].map(parseJson);
  return isRecord(shown) && isRecord(whole) && differsInNames(shown, whole);
}

/** Whether two values differ in names and the ids that stand for them alone, at any depth. */
function differsInNames(shown: unknown, whole: unknown): boolean {
  if (JSON.stringify(shown) === JSON.stringify(whole)) return true;
  if (Array.isArray(shown) && Array.isArray(whole))
    return shown.length === whole.length && shown.every((one, index) => differsInNames(one, whole[index]));
  if (!isRecord(shown) || !isRecord(whole)) return false;
  return [...new Set([...Object.keys(shown), ...Object.keys(whole)])].every(
    (key) =>
      differsInNames(shown[key], whole[key]) ||
      ((isIdOrName(key) || isMac(shown[key])) &&
        (shown[key] === undefined || whole[key] === undefined || isMac(shown[key]))),
  );
}

/** An answer that lacks something because a part of it could not be fetched says that. */
const isPartial = ({ text }: Reply): boolean => /could not|unknown:|failed|not be read|incomplete|missing/i.test(text);

/** Wants an answer no more before it is there. */
export async function cancel({ dice, link, steady, tally }: Worker): Promise<void> {
  const question = dice.pick(steady);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), dice.below(150));
  tally.count(`calls: ${link.name}`);
  try {
    await link.ask(question, controller.signal);
    tally.count('cancelled too late');
  } catch (error) {
    if (controller.signal.aborted) tally.count('cancelled');
    else tally.count(`cancel failed: ${error instanceof Error ? error.message.slice(0, 80) : ''}`);
  } finally {
    clearTimeout(timer);
  }
}
