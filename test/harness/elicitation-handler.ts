import type { Client } from '@modelcontextprotocol/client';
import { isRecord } from '../../src/core/json.ts';

/** A form as the application gets it. */
export interface Form {
  readonly message: string;
  readonly requestedSchema: unknown;
}

/** What the person's application sends back for a form; a type, since the SDK wants members of any name. */
export type FormReply = {
  action: 'accept' | 'decline' | 'cancel';
  content?: Record<string, string | number | boolean | string[]>;
};

/** How a person answers: always so, or as the form is. */
export type Answering = FormReply | ((form: Form) => FormReply | Promise<FormReply>);

/** The person before an application that shows forms. */
export interface ElicitationHandler {
  /** The forms so far, oldest first. */
  readonly forms: readonly Form[];
  /** How the person answers from now on; yes, with the text typed, until told. */
  answer(how: Answering): void;
}

/** The text that a form wants to be typed, or undefined. */
export function typedIn({ requestedSchema }: Pick<Form, 'requestedSchema'>): string | undefined {
  if (!isRecord(requestedSchema) || !isRecord(requestedSchema.properties)) return undefined;
  const { typed } = requestedSchema.properties;
  return isRecord(typed) && typeof typed.title === 'string' ? typed.title.replace(/^Type: /, '') : undefined;
}

/** A person who says yes, and types what is to be typed. */
export function yes(form: Pick<Form, 'requestedSchema'>): FormReply {
  const typed = typedIn(form);
  return { action: 'accept', content: typed === undefined ? { confirm: true } : { confirm: true, typed } };
}

/** Puts a person before a client that offers forms. */
export function handlerAt(client: Client): ElicitationHandler {
  const forms: Form[] = [];
  let answering: Answering = yes;
  client.setRequestHandler('elicitation/create', async ({ params }) => {
    const requestedSchema = 'requestedSchema' in params ? params.requestedSchema : undefined;
    const form: Form = { message: params.message, requestedSchema };
    forms.push(form);
    return typeof answering === 'function' ? answering(form) : answering;
  });
  return {
    forms,
    answer(how) {
      answering = how;
    },
  };
}
