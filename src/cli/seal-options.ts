import { ConfigError, shown } from '../config/error.ts';
import { readPrivateFile } from '../config/private-file.ts';
import type { SealTo } from '../features/snapshot/seal.ts';
import { askSecret } from './prompts.ts';

/** What decides over the sealing of secrets. */
export interface SealOptions {
  /** Public keys of age with commas between, or `passphrase`. */
  readonly seal?: string;
  readonly passphraseFile?: string;
}

/** Characters that a passphrase has at least: the sealed file may lie in a repository for years. */
const MIN_LENGTH = 12;

/** To whom secrets are to be sealed; undefined where nobody wants that. @throws ConfigError for what is no key or too short */
export async function sealToOf({ seal, passphraseFile }: SealOptions): Promise<SealTo | undefined> {
  if (seal === undefined) {
    if (passphraseFile !== undefined) throw new ConfigError('--passphrase-file needs --seal passphrase: add it.');
    return undefined;
  }
  if (seal === 'passphrase') return { passphrase: await newPassphrase(passphraseFile) };
  const recipients = seal.split(',').map((one) => one.trim());
  const wrong = recipients.find((one) => !/^age1[a-z0-9]{20,}$/.test(one));
  if (wrong !== undefined) {
    throw new ConfigError(
      `--seal: ${shown(wrong)} is no public key of age: give those that begin with age1, with commas between, or passphrase.`,
    );
  }
  return { recipients };
}

async function newPassphrase(file: string | undefined): Promise<string> {
  const passphrase = file === undefined ? await askedTwice() : readSecretFile('--passphrase-file', file);
  if (passphrase.length >= MIN_LENGTH) return passphrase;
  throw new ConfigError(`--seal passphrase: a passphrase has at least ${MIN_LENGTH} characters. Choose several words.`);
}

async function askedTwice(): Promise<string> {
  if (!process.stdin.isTTY)
    throw new ConfigError('--seal passphrase: there is no terminal to ask on. Name a file with --passphrase-file.');
  const [first, second] = [await askSecret('Passphrase: '), await askSecret('Once more: ')];
  if (first === second) return first;
  throw new ConfigError('--seal passphrase: the two are not the same. Nothing was done; try again.');
}

/** What opens sealed secrets: the content of a file, or a passphrase that is asked for. */
export async function unsealSecret(name: string): Promise<string> {
  if (name !== 'passphrase') return readSecretFile('--unseal', name);
  if (!process.stdin.isTTY) throw new ConfigError('--unseal passphrase: there is no terminal to ask on. Name a file.');
  return askSecret('Passphrase: ');
}

function readSecretFile(flag: string, name: string): string {
  try {
    return readPrivateFile(name, 'secret').trim();
  } catch (error) {
    throw new ConfigError(`${flag}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
