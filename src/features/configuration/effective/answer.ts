import { estimateTokens } from '../../../core/tokens.ts';
import type { ToolContext } from '../../../tool/context.ts';
import { presentObject } from '../../../tool/present-object.ts';
import { redact } from '../../../tool/redact.ts';
import type { Shaping } from '../../../tool/shaping.ts';
import type { EffectiveConfig } from './device.ts';

/** One source and what it gave of a map of named things. */
interface Share {
  readonly source: string;
  readonly names: string[];
}

/** Grouped by source: shorter, and no name that sounds like a secret stands where its value would be masked. */
function sharesOf(origins: Readonly<Record<string, string>>): readonly Share[] {
  const shares = new Map<string, Share>();
  for (const [name, source] of Object.entries(origins)) {
    const share = shares.get(source);
    if (share) share.names.push(name);
    else shares.set(source, { source, names: [name] });
  }
  return [...shares.values()];
}

/** What the answer is to be taken for. */
const noteFor = (type: unknown): string =>
  `Put together by mistmcp, not by the cloud, from the objects named in sources: to be read, never to be written back.${type === 'ap' ? ' WLANs are not in it: ask for site_wlans with computed=true.' : ''}`;

/**
 * A configuration that was put together: `{ config, sources, overridden, warnings, calls, note }`, with `fields` picking
 * roots of `config`.
 *
 * @param calls requests that it took
 */
export async function presentEffective(derived: EffectiveConfig, calls: number, shaping: Shaping): Promise<object> {
  const { config, overridden, warnings } = derived;
  const { fields } = shaping;
  const asked = (name: string): boolean =>
    !fields || fields.includes('*') || fields.some((field) => field === name || field.startsWith(`${name}.`));
  const sources = Object.entries(derived.sources).flatMap(([name, origin]) =>
    asked(name) ? [[name, typeof origin === 'string' ? origin : sharesOf(origin)] as const] : [],
  );
  const lost = Object.entries(overridden).flatMap(([name, losers]) =>
    asked(name.split('.')[0] ?? '') ? [`${name}: ${losers.join(', ')}`] : [],
  );
  const rest = {
    sources: Object.fromEntries(sources),
    overridden: lost,
    warnings,
    calls,
    note: noteFor(config.type),
  };
  const room = shaping.maxTokens - estimateTokens(JSON.stringify(rest));
  const maxTokens = Math.max(room, shaping.maxTokens / 2);
  return { config: await presentObject(config, { ...shaping, maxTokens }), ...rest };
}

/**
 * Says of a variable whether it would be masked under its own name. Such a one must not be filled in, since elsewhere
 * nothing tells its nature.
 */
export const hiddenVariable =
  ({ policy }: ToolContext) =>
  (name: string, value: string): boolean => {
    const probe = { vars: { [name]: value } };
    return redact(probe, { reveal: policy.revealSecrets }) !== probe;
  };
