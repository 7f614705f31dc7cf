import type { Client } from '@modelcontextprotocol/client';
import { isRecord } from '../../src/core/json.ts';
import { MARKER } from './upstream.ts';

/** What the person does with a question; `silent` is to leave it open until the call has ended. */
export type Decision = 'yes' | 'no' | 'close' | 'silent';

/** The person before an application: answers each question by what it is about. */
export class ElicitationHandler {
  readonly #decisions = new Map<string, Decision>();
  readonly #ended = new Map<string, () => void>();
  /** Questions that were shown. */
  asked = 0;

  /** What a question will be answered that names the marker. */
  decide(marker: string, decision: Decision): void {
    this.#decisions.set(marker, decision);
  }

  /** The call about a marker has ended: a question that is still open is closed. */
  forget(marker: string): void {
    this.#decisions.delete(marker);
    this.#ended.get(marker)?.();
    this.#ended.delete(marker);
  }

  /** Lets the person answer the forms of a client. */
  sitDownAt(client: Client): void {
    client.setRequestHandler('elicitation/create', async ({ params }) => {
      this.asked += 1;
      const marker = [...params.message.matchAll(MARKER)]
        .map(([text]) => text)
        .find((text) => this.#decisions.has(text));
      // Whoever reads that something may be there already looks first.
      if (TWICE.test(params.message)) return { action: 'decline' };
      const decision = (marker === undefined ? undefined : this.#decisions.get(marker)) ?? 'yes';
      if (decision === 'no') return { action: 'decline' };
      if (decision === 'close') return { action: 'cancel' };
      if (decision === 'silent' && marker !== undefined) {
        await new Promise<void>((resolve) => this.#ended.set(marker, resolve));
        return { action: 'cancel' };
      }
      const typed = typedIn('requestedSchema' in params ? params.requestedSchema : undefined);
      return { action: 'accept', content: { confirm: true, ...(typed === undefined ? {} : { typed }) } };
    });
  }
}

/** What a question says where a yes could create an object a second time. */
const TWICE = /was sent before and its answer was lost/;

/** The text that a form wants to be typed. */
function typedIn(schema: unknown): string | undefined {
  const properties = isRecord(schema) ? schema.properties : undefined;
  const typed = isRecord(properties) ? properties.typed : undefined;
  return isRecord(typed) && typeof typed.title === 'string' ? typed.title.replace(/^Type: /, '') : undefined;
}
