import type { Client } from '../clients/client.ts';
import type { Surroundings } from '../clients/config-path.ts';
import { saveUserFile, userFilePath } from '../config/user-file.ts';
import { type Cloud, clouds, parseCloud } from '../mist/clouds.ts';
import { parseToken } from '../mist/token.ts';
import { EXIT } from './exit-code.ts';
import { applications } from './find-applications.ts';
import { say } from './output.ts';
import { askLine, askSecret } from './prompts.ts';
import { sayWhoIs } from './setup-check.ts';
import type { ApplicationFlags } from './setup-flags.ts';

/** How often a token may be refused before this ends. */
const ATTEMPTS = 3;

/** Sets up applications one after the other, and says at the end what is done and what is not; the exit code. */
export type SetUp = (clients: readonly Client[], flagsFor: (client: Client) => ApplicationFlags) => Promise<number>;

/**
 * The guided start: which applications, which cloud, whose token; the cloud is asked once before anything is written.
 *
 * @param flags what was given already and is not asked again
 * @param setUp writes the entries, each after showing it and a yes
 * @returns the exit code
 * @throws CallRefused when the person leaves
 */
export async function guideSetup(flags: ApplicationFlags, around: Surroundings, setUp: SetUp): Promise<number> {
  const chosen = await chooseApplications(around);
  const flagsFor = flags.demo ? () => ({ ...flags }) : await flagsWithToken(flags, around);
  if (!flagsFor) return EXIT.saidNo;
  const writeTools =
    flags.enableWriteTools ?? /^y/i.test(await askLine('Offer tools that change things, each after your yes? [y/N] '));
  // The cloud has said already whose token it is.
  return setUp(chosen, (client) => ({ ...flagsFor(client), enableWriteTools: writeTools, check: false }));
}

async function chooseApplications(around: Surroundings): Promise<readonly Client[]> {
  const rows = applications(around);
  const here = rows.flatMap(({ here: is }, at) => (is ? [at + 1] : []));
  say('Applications:');
  for (const [at, { client, here: is }] of rows.entries()) {
    say(`  ${String(at + 1).padStart(2)}  ${client.title}${is ? '  (found on this machine)' : ''}`);
  }
  const offered = here.length > 0 ? ` [${here.join(',')}]` : '';
  for (;;) {
    const line = await askLine(`Which ones? Numbers with commas${offered}: `);
    const numbers = line === '' ? here : line.split(/[\s,]+/).map(Number);
    const chosen = numbers.flatMap((number) => rows[number - 1]?.client ?? []);
    if (chosen.length > 0 && chosen.length === numbers.length) return [...new Set(chosen)];
    say(`That is no list of numbers from 1 to ${rows.length}.`);
  }
}

async function chooseCloud(named: string | undefined): Promise<Cloud> {
  const known = clouds();
  if (named === undefined) {
    say('\nClouds:');
    for (const [at, { name, region }] of known.entries()) say(`  ${String(at + 1).padStart(2)}  ${region}  ${name}`);
  }
  for (let text = named; ; text = undefined) {
    const line =
      text ?? (await askLine('Which one? A number, or the address of your portal as the browser shows it: '));
    try {
      if (line !== '') return known[Number(line) - 1] ?? parseCloud(line, { operator: true });
      say('Without the cloud the token cannot be checked.');
    } catch (error) {
      say(`${error instanceof Error ? error.message : 'That is no cloud'}.`);
    }
  }
}

/** The token and its cloud, once the cloud has accepted it. */
async function acceptedToken(cloud: Cloud): Promise<string | undefined> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const typed = await askSecret('Mist API token (Organization > Settings > API Token; not shown): ');
    const token = readToken(typed);
    if (token === undefined) continue;
    const { check, rejected } = await sayWhoIs(cloud, token);
    if (check.status === 'ok') return token;
    if (!rejected) return undefined;
  }
  return undefined;
}

function readToken(text: string): string | undefined {
  try {
    return parseToken(text);
  } catch (error) {
    say(`${error instanceof Error ? error.message : 'That is no token'}.`);
    return undefined;
  }
}

/** Asks for cloud and token, keeps them in the person's own file, and gives the flags of an entry that reads them there. */
async function flagsWithToken(
  flags: ApplicationFlags,
  around: Surroundings,
): Promise<((client: Client) => ApplicationFlags) | undefined> {
  const cloud = await chooseCloud(flags.cloud);
  const token = await acceptedToken(cloud);
  if (token === undefined) {
    say('Nothing was written.');
    return undefined;
  }
  const address = cloud.region === 'local' || cloud.region === 'other' ? cloud.api : cloud.name;
  const file = userFilePath(around.env, process.getuid?.());
  if (file === undefined) {
    say('There is no home folder to keep the token in; nothing was written.');
    return undefined;
  }
  saveUserFile(file, { MIST_APITOKEN: token, MIST_HOST: address });
  say(`The token is in ${file}, which only you can read.`);
  return ({ asksForInputs }) => ({
    ...flags,
    cloud: address,
    // An application with a place of its own for secrets asks for the token itself.
    ...(asksForInputs ? {} : { envFile: file }),
  });
}
