import { InputError } from '../../core/errors/input-error.ts';

/** Whom secrets are sealed to: owners of age keys, or whoever knows a passphrase. */
export type SealTo = { readonly recipients: readonly string[] } | { readonly passphrase: string };

/**
 * Memory and time of a passphrase, as a power of two: 64 MiB and a moment. The standard 18 takes four times that, which
 * small machines of nightly jobs do not have; a key has no such cost.
 */
const WORK_FACTOR = 16;

/** What the library and what it stands on need of Node. */
const NODE = [20, 19] as const;

/** @throws InputError on a Node that the library does not run on */
async function load(): Promise<typeof import('age-encryption')> {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < NODE[0] || (major === NODE[0] && minor < NODE[1])) {
    throw new InputError(
      `Sealing needs Node ${NODE.join('.')} or newer; this is ${process.versions.node}.`,
      'Use a newer Node, or take the snapshot without --seal.',
    );
  }
  return import('age-encryption');
}

/**
 * Encrypts a text in the format of age (https://age-encryption.org/v1), which its own tool opens too.
 *
 * @throws InputError for a recipient that is no public key of age
 */
export async function seal(text: string, to: SealTo): Promise<Uint8Array> {
  const { Encrypter } = await load();
  const encrypter = new Encrypter();
  if ('passphrase' in to) {
    encrypter.setScryptWorkFactor(WORK_FACTOR);
    encrypter.setPassphrase(to.passphrase);
  } else {
    for (const recipient of to.recipients) addTo(encrypter, recipient);
  }
  return encrypter.encrypt(text);
}

function addTo(encrypter: { addRecipient(key: string): void }, recipient: string): void {
  try {
    encrypter.addRecipient(recipient);
  } catch {
    throw new InputError(
      `${JSON.stringify(recipient.slice(0, 20))} is no public key of age.`,
      'Give one that begins with age1, as age-keygen prints it, or the word passphrase.',
    );
  }
}

const IDENTITY = /^AGE-SECRET-KEY-\S+$/gm;

/**
 * Decrypts what was sealed.
 *
 * @param secret a passphrase, or a file of identities as age-keygen writes it
 * @throws InputError where it does not open it
 */
export async function unseal(sealed: Uint8Array, secret: string): Promise<string> {
  const { Decrypter } = await load();
  const decrypter = new Decrypter();
  const identities = secret.match(IDENTITY) ?? [];
  try {
    for (const identity of identities) decrypter.addIdentity(identity);
    if (identities.length === 0) decrypter.addPassphrase(secret);
    return await decrypter.decrypt(sealed, 'text');
  } catch {
    throw new InputError(
      `The ${identities.length > 0 ? 'key' : 'passphrase'} does not open the sealed secrets.`,
      'Give the passphrase that they were sealed with, or the identity file of one of the keys.',
    );
  }
}
