import { startDemoCloud } from '../../simulator/cloud.ts';
import { lookupContext } from '../../src/cli/lookup-context.ts';
import { Work } from '../../src/core/work.ts';
import { audit } from '../../src/features/audit/audit.ts';
import { RULES } from '../../src/features/audit/catalog.ts';
import { auditLines } from '../../src/features/audit/text.ts';
import { compareSides } from '../../src/features/snapshot/compare.ts';
import { comparisonLines } from '../../src/features/snapshot/comparison-text.ts';
import type { Snapshot } from '../../src/features/snapshot/model.ts';
import { planReading } from '../../src/features/snapshot/read-snapshot.ts';
import { resolveScope, takeSnapshot } from '../../src/features/snapshot/take.ts';
import { parseCloud } from '../../src/mist/clouds.ts';
import { createSession } from '../../src/mist/session.ts';

/** Lines that the page shows of it. */
const LINES = 30;

/** Every rule, as a table. */
export function ruleTable(): string {
  const rows = RULES.map(({ id, severity, title, limits = {} }) => {
    const numbers = Object.entries(limits).map(([name, value]) => `\`${name}\` ${value}`);
    return `| \`${id}\` | ${severity} | ${title} | ${numbers.join(', ')} |`;
  });
  return ['| rule | severity | what is wrong | limits |', '|---|---|---|---|', ...rows].join('\n');
}

/** What commands say of the simulated cloud, made by the code that says it. */
export interface ConfigurationTranscripts {
  readonly audit: string;
  /** Two templates, and below that two sites. */
  readonly templates: string;
  readonly sites: string;
}

const fence = (lines: readonly string[]): string => ['```text', ...lines, '```'].join('\n');

async function snapshotOfDemo(): Promise<Snapshot> {
  const cloud = await startDemoCloud({ seed: 1 });
  const session = createSession({ cloud: parseCloud(cloud.url, { operator: true }), token: cloud.tokens.read });
  try {
    const context = lookupContext(session, new AbortController().signal);
    const plan = await planReading(context, await resolveScope(context, undefined, undefined), 'full');
    return await takeSnapshot(context, plan, { secrets: { kept: 'masked' } });
  } finally {
    await session.client.close();
    await cloud.close();
  }
}

/** @throws Error when the simulated cloud cannot be read */
export async function configurationTranscripts(): Promise<ConfigurationTranscripts> {
  const snapshot = await snapshotOfDemo();
  const work = new Work({ limitMs: Number.POSITIVE_INFINITY });
  const compared = (left: string, right: string): string =>
    fence(comparisonLines(compareSides({ snapshot, part: left }, { snapshot, part: right })));
  return {
    audit: fence(auditLines(await audit(snapshot, { now: Date.now() / 1000, work }), LINES)),
    templates: compared('org/rftemplates/office-rf', 'org/rftemplates/warehouse-rf'),
    sites: compared('Madrid Store', 'Berlin Office'),
  };
}
