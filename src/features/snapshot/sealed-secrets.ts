import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../core/errors/input-error.ts';
import { isRecord, type JsonObject } from '../../core/json.ts';
import { isMask, markMasks, withoutMarks } from '../../core/mask.ts';
import { OWN_FOLDER, writeWhole } from './folder.ts';
import { jsonText } from './json-text.ts';
import type { FiledObject, FiledSecret, Snapshot } from './model.ts';
import { type SealTo, seal, unseal } from './seal.ts';
import { isMaskedByCloud, type SecretDigest } from './secrets.ts';

/** All secrets of a snapshot, encrypted. */
export const SEALED_FILE = 'secrets.age';

/** Secrets by path of the object and JSON pointer in it. */
export type SealedSecrets = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

function textOf(secrets: readonly FiledSecret[], org: string): string {
  const byPath: Record<string, Record<string, string | number>> = {};
  for (const { path, pointer, value } of secrets) byPath[path] = { ...byPath[path], [pointer]: value };
  return jsonText({ format: 1, org, secrets: byPath });
}

/**
 * Writes the sealed secrets of a snapshot. Encrypted text differs at every run, so the file stays as it is where what is
 * in it stays the same: a passphrase tells by opening it, for keys a digest of this machine alone does.
 *
 * @returns whether the file was written
 * @throws InputError as `seal`
 */
export async function writeSealed(folder: string, snapshot: Snapshot, to: SealTo): Promise<boolean> {
  const file = join(folder, SEALED_FILE);
  const text = textOf(snapshot.secrets ?? [], snapshot.manifest.org.id);
  const mark = new SealMark(folder, to);
  const isSame = existsSync(file) && ('passphrase' in to ? await opensTo(file, to.passphrase, text) : mark.is(text));
  if (isSame) return false;
  writeWhole(file, await seal(text, to));
  if ('recipients' in to) mark.write(text);
  return true;
}

/**
 * Objects whose secrets the sealed file has not: what could not be read was kept from the snapshot before, which has masks.
 *
 * @param taken the snapshot as it was read
 * @param kept the same with what was kept from before
 */
export function unsealedObjects(taken: Snapshot, kept: Snapshot): readonly FiledObject[] {
  const read = new Set(taken.objects);
  return kept.objects.filter((object) => !read.has(object) && holdsMask(object.value));
}

function holdsMask(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsMask);
  if (isRecord(value)) return Object.values(value).some(holdsMask);
  // What the cloud masks for a token never was in the file.
  return isMask(value) && !isMaskedByCloud(value);
}

async function opensTo(file: string, passphrase: string, text: string): Promise<boolean> {
  try {
    return (await unseal(readFileSync(file), passphrase)) === text;
  } catch (error) {
    if (error instanceof InputError) return false;
    throw error;
  }
}

/** A digest of what was sealed last, keyed with a key that never leaves this machine: without it nobody can try guesses. */
class SealMark {
  readonly #file: string;
  readonly #to: string;

  constructor(folder: string, to: SealTo) {
    this.#file = join(folder, OWN_FOLDER, 'sealed.json');
    this.#to = 'recipients' in to ? [...to.recipients].sort().join(' ') : '';
  }

  is(text: string): boolean {
    const held = this.#held();
    return held !== undefined && held.digest === this.#digest(held.key, text);
  }

  write(text: string): void {
    const key = this.#held()?.key ?? randomBytes(32).toString('hex');
    writeWhole(this.#file, jsonText({ key, digest: this.#digest(key, text) }));
  }

  #digest(key: string, text: string): string {
    return createHmac('sha256', key).update(`${this.#to}\n${text}`).digest('hex');
  }

  #held(): { readonly key: string; readonly digest: string } | undefined {
    try {
      const value: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      return isRecord(value) && typeof value.key === 'string' && typeof value.digest === 'string'
        ? { key: value.key, digest: value.digest }
        : undefined;
    } catch {
      // Another machine sealed it last.
      return undefined;
    }
  }
}

/**
 * Reads the sealed secrets of a snapshot folder.
 *
 * @param secret a passphrase, or a file of identities
 * @throws InputError where there are none, or it does not open them
 */
export async function readSealed(folder: string, secret: string): Promise<SealedSecrets> {
  const file = join(folder, SEALED_FILE);
  if (!existsSync(file))
    throw new InputError(`The folder ${folder} holds no sealed secrets.`, 'Take the snapshot with --seal.');
  const content: unknown = JSON.parse(await unseal(readFileSync(file), secret));
  const secrets = isRecord(content) && isRecord(content.secrets) ? content.secrets : {};
  return Object.fromEntries(Object.entries(secrets).map(([path, own]) => [path, isRecord(own) ? secretsIn(own) : {}]));
}

const secretsIn = (own: JsonObject): Readonly<Record<string, string | number>> =>
  Object.fromEntries(
    Object.entries(own).flatMap(([pointer, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[pointer, value]] : [],
    ),
  );

/**
 * A snapshot whose masks tell by digests what they stand for, as one that was taken with the same key. Nothing of the
 * secrets themselves is in it.
 */
export function withDigests(snapshot: Snapshot, secrets: SealedSecrets, digest: SecretDigest): Snapshot {
  const { org } = snapshot.manifest;
  const sites = new Map(
    snapshot.objects.flatMap(({ family, path, id }) =>
      family === 'org_sites' ? [[path.replace(/site$/, ''), id]] : [],
    ),
  );
  const objects = snapshot.objects.map((object): FiledObject => {
    const own = secrets[object.path];
    if (!own) return object;
    const [folder = ''] = /^sites\/[^/]+\//.exec(object.path) ?? [];
    const place = object.id ?? `${object.family} ${sites.get(folder) ?? org.id}`;
    return { ...object, value: marked(object.value, own, place, digest) };
  });
  const manifest = { ...snapshot.manifest, secrets: 'masked_with_digest' as const, secret_key: digest('key', '') };
  return { objects, manifest };
}

const unescaped = (part: string): string => part.replaceAll('~1', '/').replaceAll('~0', '~');

function marked(
  value: JsonObject,
  secrets: Readonly<Record<string, string | number>>,
  place: string,
  digest: SecretDigest,
): JsonObject {
  let whole: unknown = value;
  for (const [pointer, secret] of Object.entries(secrets)) {
    const mark = digest(`${place}#${pointer.replace(/\/\d+(?=\/|$)/g, '/*')}`, String(secret));
    whole = replaced(whole, pointer.split('/').slice(1).map(unescaped), (one) =>
      typeof one === 'string' && isMask(one) ? markMasks(withoutMarks(one), mark) : one,
    );
  }
  return isRecord(whole) ? whole : value;
}

/** A value with another one at a place; the same where there is no such place. */
function replaced(value: unknown, [key, ...rest]: readonly string[], change: (one: unknown) => unknown): unknown {
  if (key === undefined) return change(value);
  if (Array.isArray(value))
    return value.map((item: unknown, at) => (String(at) === key ? replaced(item, rest, change) : item));
  if (!isRecord(value) || !Object.hasOwn(value, key)) return value;
  return { ...value, [key]: replaced(value[key], rest, change) };
}
