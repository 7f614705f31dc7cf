import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from '../../core/json.ts';
import { family } from '../../mist/families.ts';
import { specVersion } from '../../mist/spec/operations.ts';
import { redact } from '../../tool/redact.ts';
import { placeOf } from './file-objects.ts';
import { OWN_FOLDER } from './folder.ts';
import type { NamedId, Profile, Scope, SecretsKept, UnitReading } from './model.ts';
import { maskSecrets, type SecretDigest } from './secrets.ts';
import { unitKey } from './units.ts';
import { writtenFieldsOf } from './written-fields.ts';

/** What was read longer ago is read again, in milliseconds. */
const MAX_AGE_MS = 24 * 3_600_000;

/** What has to be alike for a run to go on where another stopped. */
export interface RunIdentity {
  readonly scope: Scope;
  readonly profile: Profile;
  readonly secrets: SecretsKept;
  /** Tells one key of the operator from another, without being one. */
  readonly key: string;
}

/** An earlier run that did not come to its end. */
export interface EarlierRun {
  /** Epoch milliseconds of its beginning. */
  readonly started: number;
  readonly known: ReadonlyMap<string, UnitReading>;
}

const identityText = ({ scope, ...rest }: RunIdentity): string =>
  JSON.stringify([specVersion(), scope.org.id, scope.site?.id, rest]);

const isNamedId = (value: unknown): value is NamedId =>
  isRecord(value) && typeof value.id === 'string' && typeof value.name === 'string';

function readingOf(line: unknown): UnitReading | undefined {
  if (!isRecord(line) || typeof line.family !== 'string' || !Array.isArray(line.rows)) return undefined;
  const found = family(line.family);
  const { site, calls } = line;
  if (!found || (site !== undefined && !isNamedId(site)) || typeof calls !== 'number') return undefined;
  return { family: found.name, site, state: 'read', rows: line.rows.filter(isRecord), calls };
}

/**
 * The journal of a run: a line for each list that was read, so that a run which is cut off goes on from there. Secrets
 * are masked in it as in the files, and a list whose masks would not be the same again is left out of it.
 */
export class RunJournal {
  readonly #file: string;
  readonly #identity: RunIdentity;
  readonly #digest: SecretDigest | undefined;

  constructor(folder: string, identity: RunIdentity, digest: SecretDigest | undefined) {
    this.#file = join(folder, OWN_FOLDER, 'reading.jsonl');
    this.#identity = identity;
    this.#digest = digest;
  }

  /** What an earlier run of the same kind has read, if it was cut off less than a day ago. */
  earlier(now: number): EarlierRun | undefined {
    if (!existsSync(this.#file)) return undefined;
    const lines = readFileSync(this.#file, 'utf8').split('\n').flatMap(parsed);
    const [head, ...rest] = lines;
    if (!isRecord(head) || head.run !== identityText(this.#identity) || typeof head.started !== 'number')
      return undefined;
    if (now - head.started > MAX_AGE_MS) return undefined;
    const readings = rest.flatMap((line) => readingOf(line) ?? []);
    return { started: head.started, known: new Map(readings.map((one) => [unitKey(one), one])) };
  }

  /** Begins a new journal. */
  begin(now: number): void {
    mkdirSync(join(this.#file, '..'), { recursive: true, mode: 0o700 });
    const head = { run: identityText(this.#identity), started: now };
    writeFileSync(this.#file, `${JSON.stringify(head)}\n`, { mode: 0o600 });
  }

  /** Notes a list that was read. */
  note(reading: UnitReading): void {
    if (reading.state !== 'read') return;
    const rows = this.#identity.secrets === 'clear' ? reading.rows : this.#maskedRows(reading);
    if (rows === undefined) return;
    const { family: name, site, calls } = reading;
    appendFileSync(this.#file, `${JSON.stringify({ family: name, site, calls, rows })}\n`);
  }

  /** The run came to its end. */
  end(): void {
    rmSync(this.#file, { force: true });
  }

  #maskedRows({ family: name, rows }: UnitReading): readonly unknown[] | undefined {
    const masked = rows.map((row) => {
      const { id, org_id, site_id } = row;
      const { value, secrets } = maskSecrets(writtenFieldsOf(name, row), placeOf(name, row), this.#digest);
      // What is to be sealed has to be read again: the journal holds no secret.
      if (secrets.length > 0 && (this.#identity.secrets === 'sealed' || redact(value) !== value)) return undefined;
      return { ...{ id, org_id, site_id }, ...value };
    });
    return masked.includes(undefined) ? undefined : masked;
  }
}

function parsed(line: string): unknown[] {
  try {
    return line === '' ? [] : [JSON.parse(line)];
  } catch {
    // The last line of a run that was cut off.
    return [];
  }
}
