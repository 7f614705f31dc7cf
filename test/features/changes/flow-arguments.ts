import { expect } from 'vitest';
import type { ToolAnswer } from '../../harness/answer.ts';
import { writesOf } from '../../harness/cloud.ts';
import { answerIn, CHANGE, type DeskStage, questionIn, YES } from '../../harness/rounds.ts';

export type Args = Readonly<Record<string, unknown>>;

/** Arguments of an update. */
export const update = (object_type: string, object_id: string, payload: Args, more: Args = {}): Args => ({
  ...{ action_type: 'update', object_type, object_id, payload },
  ...more,
});

/** Arguments of a delete. */
export const removal = (object_type: string, object_id: string, more: Args = {}): Args => ({
  ...{ action_type: 'delete', object_type, object_id },
  ...more,
});

/** Arguments of a creation. */
export const create = (object_type: string, payload: Args, more: Args = {}): Args => ({
  ...{ action_type: 'create', object_type, payload },
  ...more,
});

/** What the person is shown. */
export const shown = async (stage: DeskStage, args: Args): Promise<string> =>
  questionIn(await stage.ask(args, CHANGE)).message;

/** Asks, says yes, and gives the answer. */
export async function done(stage: DeskStage, args: Args, typed?: string): Promise<ToolAnswer['data']> {
  const { state } = questionIn(await stage.ask(args, CHANGE));
  const { data, isError } = answerIn(await stage.reply(args, state, YES(typed), CHANGE));
  expect(isError, JSON.stringify(data)).toBe(false);
  return data;
}

/** A call that must be answered without a question and without a write. */
export async function unasked(stage: DeskStage, args: Args): Promise<ToolAnswer> {
  const from = stage.cloud.requests.length;
  const answer = answerIn(await stage.ask(args, CHANGE));
  expect(writesOf(stage.cloud, from)).toEqual([]);
  return answer;
}

/** Requests of a first round, below the organization or site. */
export async function requestsOf(stage: DeskStage, args: Args): Promise<readonly string[]> {
  const from = stage.cloud.requests.length;
  await stage.ask(args, CHANGE);
  return stage.cloud.requests.slice(from).map(({ path }) => path.replace(/^\/api\/v1\/(orgs|sites)\/[^/]+\/?/, ''));
}
