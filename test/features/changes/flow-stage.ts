import { writesOf } from '../../harness/cloud.ts';
import { type ElicitationHandler, handlerAt } from '../../harness/elicitation-handler.ts';
import type { Era } from '../../harness/era.ts';
import { openStage, type Stage, type StageOptions } from '../../harness/stage.ts';

/** A stage whose application shows forms, and whose person answers them. */
export interface ChangeStage extends Stage, ElicitationHandler {
  /** Requests that were no GET since the last time this was asked. */
  writes(): readonly string[];
}

/** Opens a stage with a token that may write, write tools on, and a person who says yes. */
export async function openChangeStage(era: Era, options: StageOptions = {}): Promise<ChangeStage> {
  const { args = [], ...more } = options;
  const stage = await openStage({
    era,
    token: 'write',
    client: { capabilities: { elicitation: { form: {} } } },
    ...more,
    args: ['--enable-write-tools', ...args],
  });
  let seen = stage.cloud.requests.length;
  return {
    ...stage,
    ...handlerAt(stage.client),
    writes() {
      const from = seen;
      seen = stage.cloud.requests.length;
      return writesOf(stage.cloud, from);
    },
  };
}
