import { existsSync, realpathSync } from 'node:fs';
import { hasEntry, optionsWithKept, removalChange, setupChange } from '../clients/change.ts';
import { type Client, type Scope, scopes } from '../clients/client.ts';
import { clients } from '../clients/clients.ts';
import { copiesOf, makePrivate, readConfigFile, removeCopies } from '../clients/config-file.ts';
import { placeOf } from '../clients/config-path.ts';
import { programOf, wholeProgramOf } from '../clients/program.ts';
import { entryOptions } from '../clients/setup-options.ts';
import { tokenWords } from '../clients/token-instructions.ts';
import { EXIT } from './exit-code.ts';
import { oneLine, say } from './output.ts';
import { cautions, missing, tryAddress } from './setup-advice.ts';
import { TokenChecks } from './setup-check.ts';
import { addByProgram, agreed, around, carryOut, changed, clientOf, fileOf } from './setup-file.ts';
import type { ApplicationFlags, FileFlags } from './setup-flags.ts';
import { terminalHandler } from './terminal-elicitation.ts';

/** Sentences are the same in the documentation, where names stand in backquotes. */
const plainly = (text: string): string => text.replaceAll('`', '');

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

/** How the setup of one application ended. */
interface SetupResult {
  readonly code: number;
  /** What the entry still lacks; undefined where none was written. */
  readonly lacking?: readonly string[];
}

/** What goes through the setup of several applications. */
interface SetupRun {
  readonly checks: TokenChecks;
}

/** Adds this server to the configuration of one application. */
async function setUpOne(client: Client, flags: ApplicationFlags, { checks }: SetupRun): Promise<SetupResult> {
  const running = { file: realpathSync(process.argv[1] ?? ''), node: process.execPath, env: process.env };
  const program = client.graphical ? wholeProgramOf(running, existsSync) : programOf(running);
  const { env, cwd, system } = around();
  const given = entryOptions(client, flags, { env, cwd, windows: system === 'windows', program });
  const file = fileOf(client, flags);
  const change = changed(file, (text) => setupChange(client, text, given));
  const options = optionsWithKept(client, file.text ?? '', given);
  const address = 'url' in options.target ? await tryAddress(options.target.url) : undefined;
  for (const sentence of [plainly(client.note ?? ''), address?.sentence, ...cautions(client, options, flags)])
    if (sentence) say(sentence);
  const token = await checks.check(client, options, flags);
  if (token === 'rejected') {
    say('Nothing was written.');
    return { code: EXIT.saidNo };
  }
  const lacking = missing(client, options, { token, address });
  if (change.parts.length === 0) {
    if (flags.withToken && !flags.dryRun) makePrivate(file);
    say(`Already so: ${oneLine(file.path)}`);
    return { code: EXIT.done, lacking };
  }
  const add = () => addByProgram(client, flags, { file, change, options: given });
  const ended = await carryOut(file, change, flags, { secret: options.token !== undefined, keep: true, add });
  if (ended !== 'written') return { code: codeOf(ended) };
  say(`\n${plainly(tokenWords(client, options))}\n${plainly(client.check)}`);
  return { code: EXIT.done, lacking };
}

/** Sets up one application after the other, and says at the end which are complete. @returns the exit code */
async function setUpAll(all: readonly Client[], flagsFor: (client: Client) => ApplicationFlags): Promise<number> {
  const run: SetupRun = { checks: new TokenChecks() };
  let code: number = EXIT.done;
  const complete: string[] = [];
  const open: string[] = [];
  for (const client of all) {
    if (all.length > 1) say(`\n${client.title}`);
    const result = await setUpOne(client, flagsFor(client), run);
    code = Math.max(code, result.code);
    if (result.lacking?.length === 0) complete.push(client.title);
    if (result.lacking?.length) open.push(`${client.title}: ${result.lacking.join(', and ')}.`);
  }
  if (open.length > 0) say(`\nNot complete yet:\n${open.map((line) => `  ${line}`).join('\n')}`);
  if (complete.length > 0)
    say(`\nDone. Start ${complete.join(', ')} anew and ask: Which Mist organization do you see?`);
  return code;
}

/**
 * `mistmcp setup`: adds this server to the configuration of applications. Without a name it asks for everything on a
 * terminal, and lists the applications elsewhere.
 *
 * @returns the exit code
 * @throws ConfigError one clear sentence about a flag, a variable or the file
 */
export async function runSetup(names: readonly string[], flags: ApplicationFlags): Promise<number> {
  if (names.length > 0) return setUpAll(names.map(clientOf), () => flags);
  if (!terminalHandler() || !process.stdout.isTTY) return listClients();
  const { guideSetup } = await import('./guided-setup.ts');
  return guideSetup(flags, around(), setUpAll);
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
