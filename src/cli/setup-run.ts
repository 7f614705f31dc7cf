import { existsSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { type Change, hasEntry, removalChange, setupChange } from '../clients/change.ts';
import { type Client, type Scope, scopes } from '../clients/client.ts';
import { clients, findClient, unknownClient } from '../clients/clients.ts';
import {
  type ConfigFile,
  copiesOf,
  makePrivate,
  readConfigFile,
  removeCopies,
  writeConfigFile,
} from '../clients/config-file.ts';
import { placeOf, type Surroundings, systemOf } from '../clients/config-path.ts';
import { differenceOf } from '../clients/difference.ts';
import { programOf, wholeProgramOf } from '../clients/program.ts';
import { entryOptions } from '../clients/setup-options.ts';
import { tokenWords } from '../clients/token-instructions.ts';
import { ConfigError } from '../config/error.ts';
import { requireWorkingFolder } from '../config/working-folder.ts';
import { EXIT } from './exit-code.ts';
import { indented, oneLine, say } from './output.ts';
import { answers, cautions, missing } from './setup-advice.ts';
import type { ApplicationFlags, FileFlags } from './setup-flags.ts';
import { terminalHandler } from './terminal-elicitation.ts';

/** Sentences are the same in the documentation, where names stand in backquotes. */
const plainly = (text: string): string => text.replaceAll('`', '');

const around = (): Surroundings => ({
  env: process.env,
  system: systemOf(process.platform),
  home: homedir(),
  cwd: requireWorkingFolder(),
  exists: existsSync,
});

function clientOf(name: string): Client {
  const client = findClient(name);
  if (!client) throw new ConfigError(unknownClient(name));
  return client;
}

function fileOf(client: Client, { scope = 'user', config }: FileFlags): ConfigFile {
  const path = config === undefined ? placeOf(client, scope, around()) : resolve(config);
  if (path === undefined) throw new ConfigError(`${client.title} reads no configuration from a project folder.`);
  return readConfigFile(path);
}

/** @throws ConfigError a whole sentence of what is the rest of one */
function changed(file: ConfigFile, make: (text: string) => Change): Change {
  try {
    return make(file.text ?? '');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(`${file.path} was left alone: ${error.message}.`);
  }
}

async function agreed({ yes }: FileFlags, title = 'Write this change'): Promise<boolean> {
  if (yes) return true;
  const person = terminalHandler();
  if (!person) throw new ConfigError('Nothing was written: without a terminal to ask on, it takes --yes.');
  const properties = { write: { type: 'boolean', title } };
  const { action } = await person.ask({ requestedSchema: { type: 'object', properties } });
  return action === 'accept';
}

/** Shows the change, asks and writes. @returns whether it was written, only shown, or not wanted */
async function carryOut(
  file: ConfigFile,
  change: Change,
  flags: FileFlags,
  { secret, keep }: { readonly secret: boolean; readonly keep: boolean },
): Promise<'written' | 'shown' | 'unwanted'> {
  say(`${file.text === undefined ? 'New file' : 'File'}: ${oneLine(file.path)}`);
  say(indented(differenceOf(change.parts), ''));
  if (flags.dryRun) {
    say('Nothing was written (--dry-run).');
    return 'shown';
  }
  if (!(await agreed(flags))) {
    say('Nothing was written.');
    return 'unwanted';
  }
  const copy = writeConfigFile(file, change.text, { secret, copy: keep ? change.copy : undefined });
  if (copy !== undefined) say(`Written. As it was before, without tokens: ${oneLine(copy)}`);
  else say(keep && file.text !== undefined ? 'Written. No copy was kept: it would hold a token.' : 'Written.');
  return 'written';
}

const codeOf = (ended: 'shown' | 'unwanted'): number => (ended === 'shown' ? EXIT.done : EXIT.saidNo);

function statusOf(client: Client, scope: Scope): string | undefined {
  const path = placeOf(client, scope, around());
  if (path === undefined) return undefined;
  try {
    const { text } = readConfigFile(path);
    if (text === undefined) return scope === 'user' ? `no file yet       ${path}` : undefined;
    return `${hasEntry(client, text) ? 'mistmcp is there ' : 'mistmcp is not in'} ${path}`;
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown';
    return `cannot be read    ${reason.startsWith(path) ? reason : `${path}: ${reason}.`}`;
  }
}

function listClients(): number {
  for (const client of clients) {
    for (const scope of scopes) {
      const status = statusOf(client, scope);
      if (status !== undefined) say(`${client.id.padEnd(15)} ${scope.padEnd(8)} ${oneLine(status)}`);
    }
  }
  say('\nmistmcp setup <client> adds this server, mistmcp remove <client> takes it out.');
  return EXIT.done;
}

/** Adds this server to the configuration of one application. @returns the exit code */
async function setUpOne(client: Client, flags: ApplicationFlags): Promise<number> {
  const running = { file: realpathSync(process.argv[1] ?? ''), node: process.execPath, env: process.env };
  const program = client.graphical ? wholeProgramOf(running, existsSync) : programOf(running);
  const { env, cwd, system } = around();
  const options = entryOptions(client, flags, { env, cwd, windows: system === 'windows', program });
  const file = fileOf(client, flags);
  const change = changed(file, (text) => setupChange(client, text, options));
  if ('url' in options.target) say(await answers(options.target.url));
  if (change.parts.length === 0) {
    if (flags.withToken && !flags.dryRun) makePrivate(file);
    say(`Already so: ${oneLine(file.path)}`);
    return EXIT.done;
  }
  for (const sentence of [plainly(client.note ?? ''), ...cautions(client, options, flags)].filter(Boolean))
    say(sentence);
  const ended = await carryOut(file, change, flags, { secret: options.token !== undefined, keep: true });
  if (ended !== 'written') return codeOf(ended);
  const lacking = missing(client, options);
  if (lacking.length > 0) say(`It is not complete: ${lacking.join(', and ')}.`);
  say(`\n${plainly(tokenWords(client, options))}\n${plainly(client.check)}`);
  return EXIT.done;
}

/**
 * `mistmcp setup`: adds this server to the configuration of applications. Without a name it asks for everything on a
 * terminal, and lists the applications elsewhere.
 *
 * @returns the exit code
 * @throws ConfigError one clear sentence about a flag, a variable or the file
 */
export async function runSetup(names: readonly string[], flags: ApplicationFlags): Promise<number> {
  if (names.length === 0) {
    if (!terminalHandler() || !process.stdout.isTTY) return listClients();
    const { guideSetup } = await import('./guided-setup.ts');
    return guideSetup(flags, around(), setUpOne);
  }
  let code: number = EXIT.done;
  for (const client of names.map(clientOf)) code = Math.max(code, await setUpOne(client, flags));
  return code;
}

/**
 * `mistmcp remove`: takes this server out of a client's configuration, or lists the clients.
 *
 * @returns the exit code
 * @throws ConfigError one clear sentence about a flag or the file
 */
export async function runRemove(name: string | undefined, flags: FileFlags): Promise<number> {
  if (name === undefined) return listClients();
  const client = clientOf(name);
  const file = fileOf(client, flags);
  const change = changed(file, (text) => removalChange(client, text));
  const copies = copiesOf(file).map(oneLine).join(', ');
  if (change.parts.length === 0) {
    say(`Already so: mistmcp is not in ${oneLine(file.path)}`);
    if (copies === '') return EXIT.done;
    say(`Copies that setup kept: ${copies}`);
    if (!flags.yes && !terminalHandler()) {
      say('mistmcp remove with --yes takes them away.');
      return EXIT.done;
    }
    if (flags.dryRun) return EXIT.done;
    if (!(await agreed(flags, 'Remove the copies'))) return EXIT.saidNo;
  } else {
    const ended = await carryOut(file, change, flags, { secret: false, keep: false });
    if (ended !== 'written') return codeOf(ended);
  }
  removeCopies(file);
  if (copies !== '') say('Copies that setup kept were removed.');
  return EXIT.done;
}
