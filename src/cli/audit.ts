import { existsSync, readFileSync } from 'node:fs';
import { ConfigError, shown } from '../config/error.ts';
import { isRecord } from '../core/json.ts';
import { nearest } from '../core/nearest.ts';
import { Work } from '../core/work.ts';
import { type Audit, audit, severityCounts } from '../features/audit/audit.ts';
import { RULES } from '../features/audit/catalog.ts';
import { SEVERITIES, type Severity } from '../features/audit/model.ts';
import type { Finding } from '../features/audit/rule.ts';
import { type AuditSettings, STANDARD_SETTINGS } from '../features/audit/settings.ts';
import { auditLines, findingRows } from '../features/audit/text.ts';
import { isSnapshotFolder } from '../features/snapshot/folder.ts';
import { partOf } from '../features/snapshot/parts.ts';
import { readAuditRules } from './audit-rules-file.ts';
import { type Output, openOutput } from './output.ts';
import { BRIEF, showReport } from './report.ts';
import type { CommandSettings } from './settings.ts';
import { type LiveOptions, LiveSides, type ReadSide, readSide, readStored } from './sides.ts';
import { withCloud } from './with-cloud.ts';

/** What `mistmcp audit` was told besides the settings. */
export interface AuditCommandOptions extends LiveOptions {
  readonly rules?: string;
  /** Names of rules with commas between: no others count. */
  readonly only?: string;
  readonly severity: Severity;
  readonly baseline?: string;
  readonly out?: string;
  readonly list?: boolean;
  readonly brief?: boolean;
  readonly json?: boolean;
}

/** How an audit ends: nothing found, something found, nobody can tell. */
const CLEAN = 0;
const FOUND = 1;
const FAILED = 2;

/**
 * Holds the rules against a snapshot folder, or against what is live.
 *
 * @param text a folder, `live`, or the name or ID of an organization or site, each with `#PART`
 * @returns 0 where nothing was found, 1 where something was, more where nobody can tell
 */
export async function auditCommand(
  text: string | undefined,
  options: AuditCommandOptions,
  settings: CommandSettings,
): Promise<number> {
  const output = openOutput(options);
  if (options.list) return listRules(output);
  const rules = onlyOf(options.rules === undefined ? STANDARD_SETTINGS : readAuditRules(options.rules), options.only);
  const baseline = options.baseline === undefined ? undefined : readBaseline(options.baseline);
  const show = async (subject: ReadSide): Promise<number> => {
    const part = subject.part === undefined ? undefined : partOf(subject.snapshot, subject.part);
    const whole = await audit(subject.snapshot, {
      ...{ settings: rules, now: Date.now() / 1000, base: part?.base || undefined, oneSite: subject.partial },
      work: new Work({ limitMs: Number.POSITIVE_INFINITY }),
    });
    return showAudit(subject, limitTo(whole, options.severity), baseline, options, output);
  };
  const side = readSide(text ?? 'live');
  if (!side.live && (isSnapshotFolder(side.source) || existsSync(side.source))) {
    return show({ snapshot: readStored(side.source, output), part: side.part, partial: false });
  }
  const ending = { cancelled: 'Cancelled. Nothing was audited.', code: FAILED };
  return withCloud(settings, output, ending, async (context) => {
    const live = { ...side, live: true };
    return show(await new LiveSides(context, options, output, [live]).take(live, undefined));
  });
}

/** @throws ConfigError for the name of a rule that is none */
function onlyOf(settings: AuditSettings, only: string | undefined): AuditSettings {
  if (only === undefined) return settings;
  const wanted = only.split(',').map((id) => id.trim());
  const ids = RULES.map(({ id }) => id);
  const wrong = wanted.find((id) => !ids.includes(id));
  if (wrong !== undefined) {
    const near = nearest(wrong, ids, 3).join(', ');
    throw new ConfigError(
      `--only: there is no rule ${shown(wrong)}. Name rules of mistmcp audit --list${near === '' ? '' : `, such as ${near}`}.`,
    );
  }
  return { ...settings, rules: settings.rules.filter(({ rule }) => wanted.includes(rule.id)) };
}

/** The findings that are at least as bad. */
function limitTo(whole: Audit, severity: Severity): Audit {
  const worst = SEVERITIES.slice(0, SEVERITIES.indexOf(severity) + 1);
  return { ...whole, findings: whole.findings.filter((one) => worst.includes(one.severity)) };
}

function listRules(output: Output): number {
  const rows = RULES.map(({ id, severity, title, limits }) => ({ id, severity, title, ...(limits ? { limits } : {}) }));
  if (output.json) output.printJson(rows);
  else for (const { id, severity, title } of rows) output.print(`${severity.padEnd(6)} ${id.padEnd(26)} ${title}`);
  return CLEAN;
}

const keyOf = (rule: string, path: string): string => `${rule} ${path}`;

/** Findings of an earlier audit, by rule and path. */
function readBaseline(name: string): ReadonlySet<string> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(name, 'utf8'));
  } catch {
    throw new ConfigError(`--baseline (${shown(name)}) cannot be read: name a file that --out or --json wrote.`);
  }
  const findings = isRecord(content) && Array.isArray(content.findings) ? content.findings : undefined;
  if (!findings)
    throw new ConfigError(`--baseline (${shown(name)}) holds no findings: name a file that --out or --json wrote.`);
  return new Set(findings.filter(isRecord).map(({ rule, path }) => keyOf(String(rule), String(path))));
}

function showAudit(
  { snapshot: { manifest }, part }: ReadSide,
  whole: Audit,
  baseline: ReadonlySet<string> | undefined,
  options: AuditCommandOptions,
  output: Output,
): number {
  const isNew = ({ rule, object }: Finding): boolean => baseline?.has(keyOf(rule.id, object.path)) !== true;
  const now = new Set(whole.findings.map(({ rule, object }) => keyOf(rule.id, object.path)));
  const shownAudit = { ...whole, findings: whole.findings.filter(isNew) };
  const gone = [...(baseline ?? [])].filter((key) => !now.has(key));
  const same = whole.findings.length - shownAudit.findings.length;
  const lines = [
    ...auditLines(shownAudit, options.brief ? BRIEF - (baseline ? 1 : 0) : undefined),
    ...(baseline
      ? [`Since the audit before: ${shownAudit.findings.length} new, ${gone.length} gone, ${same} the same.`]
      : []),
  ];
  const data = {
    format: 1,
    org: manifest.org.name,
    ...(part === undefined ? {} : { part }),
    ...{ taken: manifest.taken, digest: manifest.digest, counts: severityCounts(whole.findings) },
    findings: findingRows(whole.findings),
    muted: whole.muted.map(({ finding, mute }) => ({
      ...{ rule: finding.rule.id, path: finding.object.path, reason: mute.reason, until: mute.until },
    })),
    unchecked: whole.unchecked,
    ...(baseline ? { new: findingRows(shownAudit.findings), gone } : {}),
  };
  showReport({ name: 'audit', data, lines }, options.out, output);
  if (shownAudit.findings.length > 0) return FOUND;
  return whole.unchecked.some(({ unread }) => unread) ? FAILED : CLEAN;
}
