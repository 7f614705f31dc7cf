import type { DemoCloud } from '../../../simulator/cloud.ts';
import type { Row } from '../../../simulator/json.ts';
import { type Era, openStage, type Stage, type StageOptions } from '../../harness/stage.ts';

/** A form as the application gets it. */
export interface Form {
  readonly message: string;
  readonly requestedSchema: unknown;
}

type Reply = {
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, string | number | boolean | string[]>;
};

/** A stage whose application shows forms, and whose person answers them. */
export interface ChangeStage extends Stage {
  /** The forms so far, oldest first. */
  readonly forms: readonly Form[];
  /** How the person answers from now on; yes, with the text typed, until told. */
  answer(how: (form: Form) => Reply | Promise<Reply>): void;
  /** Requests that were no GET since the last time this was asked. */
  writes(): readonly string[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The text that a form wants to be typed, or undefined. */
export function typedIn({ requestedSchema }: Form): string | undefined {
  if (!isRecord(requestedSchema) || !isRecord(requestedSchema.properties)) return undefined;
  const { typed } = requestedSchema.properties;
  return isRecord(typed) && typeof typed.title === 'string' ? typed.title.replace(/^Type: /, '') : undefined;
}

/** A person who says yes, and types what is to be typed. */
export function yes(form: Form): Reply {
  const typed = typedIn(form);
  return { action: 'accept', content: typed === undefined ? { confirm: true } : { confirm: true, typed } };
}

/** Requests that change something, of all that a cloud has seen from a number on. */
export const writesOf = (cloud: DemoCloud, from = 0): readonly string[] =>
  cloud.requests.slice(from).flatMap(({ method, path }) => (method === 'GET' ? [] : [`${method} ${path}`]));

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
  const forms: Form[] = [];
  let person: (form: Form) => Reply | Promise<Reply> = yes;
  stage.client.setRequestHandler('elicitation/create', async ({ params }) => {
    const { message } = params;
    const form: Form = { message, requestedSchema: 'requestedSchema' in params ? params.requestedSchema : undefined };
    forms.push(form);
    return person(form);
  });
  let seen = stage.cloud.requests.length;
  return {
    ...stage,
    forms,
    answer(how) {
      person = how;
    },
    writes() {
      const from = seen;
      seen = stage.cloud.requests.length;
      return writesOf(stage.cloud, from);
    },
  };
}

/** A row of the simulated world, by table and id. */
export function rowOf(cloud: DemoCloud, table: string, id: string): Row {
  const row = cloud.world.find(table, id);
  if (!row) throw new Error(`no ${table} ${id}`);
  return row;
}
