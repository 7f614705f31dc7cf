import { expect } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import { isRecord } from '../../../src/core/json.ts';
import { runJson } from '../../harness/run.ts';

/** A finding as the command tells it. */
export interface AuditFinding {
  readonly rule: string;
  readonly path: string;
  readonly evidence: string;
  readonly fix: Record<string, unknown> | undefined;
}

/** What tells one finding from another: rule, path, and what was seen without how many devices it reaches. */
export const keyOf = ({ rule, path, evidence }: AuditFinding): string => `${rule} ${path} ${evidence.split(';', 1)[0]}`;

/** Every finding of the organization in a cloud. */
export async function findings(cloud: DemoCloud): Promise<readonly AuditFinding[]> {
  const env = { MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.read };
  const { findings: all, unchecked } = await runJson(['audit', '--severity', 'info'], { env });
  expect(unchecked).toEqual([]);
  return (Array.isArray(all) ? all : []).filter(isRecord).map((one) => ({
    ...{ rule: String(one.rule), path: String(one.path), evidence: String(one.evidence) },
    fix: isRecord(one.fix) ? { ...one.fix } : undefined,
  }));
}
