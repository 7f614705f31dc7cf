import { resolveSite } from '../../mist/names.ts';
import type { ToolContext } from '../../tool/context.ts';
import {
  findKept,
  LIVE,
  type LiveRequest,
  partOf,
  readSide,
  type Snapshot,
  takeKept,
  takeParts,
} from '../snapshot/index.ts';
import { type Audit, audit, severityCounts } from './audit.ts';
import { auditLines, findingRows } from './text.ts';

/** Lines that an assistant is shown. */
const MAX_LINES = 40;

/** What an assistant asks of an audit. */
export interface AuditRequest extends LiveRequest {
  readonly left?: string | undefined;
}

interface Subject {
  readonly snapshot: Snapshot;
  readonly base: string | undefined;
  readonly oneSite: boolean;
  /** Handle of what was read for it. */
  readonly handle?: string | undefined;
}

/**
 * Holds the rules against a snapshot that is kept here, or against what is live.
 *
 * @throws InputError as `mist_snapshot` does; OverBudget where it takes more computing than a call may do
 */
export async function answerAudit(context: ToolContext, request: AuditRequest): Promise<object> {
  const { snapshot, base, oneSite, handle } = await subjectOf(context, request);
  const result = await audit(snapshot, { now: Date.now() / 1000, base, oneSite, work: context.work });
  const { findings } = result;
  const held =
    findings.length > 0 && context.results.offered
      ? await context.results.keep({ rows: findingRows(findings) })
      : undefined;
  return {
    ...{ findings: verdict(result), counts: severityCounts(findings), lines: auditLines(result, MAX_LINES) },
    ...(held ? { handle: held.id, rows: held.rows.length } : {}),
    ...(handle === undefined ? {} : { live_handle: handle }),
  };
}

/** Nothing found says nothing where a rule could not be held against what it needs. */
function verdict({ findings, unchecked }: Audit): 'yes' | 'no' | 'unknown' {
  if (findings.length > 0) return 'yes';
  return unchecked.some(({ unread }) => unread) ? 'unknown' : 'no';
}

async function subjectOf(context: ToolContext, request: AuditRequest): Promise<Subject> {
  const { source, part } = readSide(request.left ?? LIVE);
  const baseOf = (snapshot: Snapshot, meant: string | undefined): string | undefined =>
    meant === undefined ? undefined : partOf(snapshot, meant).base || undefined;
  if (source !== LIVE) {
    const snapshot = findKept(context, source);
    return { snapshot, base: baseOf(snapshot, part), oneSite: false };
  }
  const { site_id, org_id } = request;
  const meant = part ?? (site_id === undefined ? undefined : await resolveSite(context, site_id, org_id));
  const some = meant === undefined ? undefined : await takeParts(context, request, part === undefined ? [] : [part]);
  if (some) return { snapshot: some, base: baseOf(some, meant), oneSite: true };
  const { snapshot, handle } = await takeKept(context, request, undefined);
  return { snapshot, base: baseOf(snapshot, part), oneSite: false, handle };
}
