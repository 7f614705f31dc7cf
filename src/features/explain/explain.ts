import { InputError } from '../../core/errors/input-error.ts';
import type { JsonObject } from '../../core/json.ts';
import type { ToolContext } from '../../tool/context.ts';
import { hiddenVariable } from '../configuration/index.ts';
import { Lookup } from '../lookup/index.ts';
import { explainClient } from './explain-client.ts';
import { explainDevice } from './explain-device.ts';
import { explainPort } from './explain-port.ts';
import { explainWlan } from './explain-wlan.ts';

/** Requests that one explanation makes at most. */
export const MOST_REQUESTS = 20;

/** What is asked for. */
export interface ExplainQuestion {
  readonly subject: 'client' | 'device' | 'port' | 'wlan';
  readonly name: string;
  readonly port_id?: string | undefined;
  readonly site_id?: string | undefined;
  readonly org_id?: string | undefined;
}

/**
 * Joins what several sources say of one subject: facts with where they are from, nothing that follows from none.
 *
 * @returns the facts, with `not_looked_at` where a source was left out and `calls`
 * @throws InputError for a subject that is not there, or that several are called like
 */
export async function explain(context: ToolContext, question: ExplainQuestion): Promise<object> {
  const { subject, name, port_id: port, site_id: site } = question;
  if (subject !== 'port' && port !== undefined) {
    throw new InputError('`port_id` applies to subject=port.', 'Leave it out, or ask for subject=port.');
  }
  const lookup = await Lookup.open(context, question.org_id, MOST_REQUESTS);
  const isSecret = hiddenVariable(context);
  const facts = await factsOf();
  const missed = lookup.notLookedAt;
  return { ...facts, ...(missed.length > 0 ? { not_looked_at: missed } : {}), calls: lookup.calls };

  function factsOf(): Promise<JsonObject> {
    const text = name.trim();
    if (subject === 'client') return explainClient(lookup, text, isSecret);
    if (subject === 'device') return explainDevice(lookup, text);
    if (subject === 'port') return explainPort(lookup, { name: text, port }, isSecret);
    return explainWlan(lookup, text, site);
  }
}
