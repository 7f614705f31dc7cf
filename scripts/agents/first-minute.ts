import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startDemoCloud } from '../../simulator/cloud.ts';
import type { SentTool } from './interfaces.ts';
import { openModel } from './model.ts';
import type { AgentProgram } from './programs.ts';
import type { Report } from './report.ts';
import { outputOf } from './surroundings.ts';
import { hasTerminal, onTerminal } from './terminal.ts';

const NAME = 'first minute';

/** How long setup may take on the terminal, in milliseconds: npx unpacks the package first. */
const SETUP_MS = 120_000;

const ASKING = [{ tool: 'mist_get_self', input: { action_type: 'account_info' } }];

const isOurs = ({ name, namespace = '' }: SentTool): boolean => `${namespace}${name}`.includes('mist_get_self');

/** An application that is set up here, and where its program is. */
export interface InstalledProgram {
  readonly program: AgentProgram;
  readonly path: string;
}

/**
 * The first minute of a newcomer: an empty home, npx of the packed server, `mistmcp setup` typed on a terminal, and the
 * first answer for the network of the token, through each application.
 *
 * @param tarball of the package
 */
export async function playFirstMinute(
  found: readonly InstalledProgram[],
  { tarball, home }: { readonly tarball: string; readonly home: string },
  report: Report,
): Promise<void> {
  if (!hasTerminal()) return report.skip(NAME, 'there is no util-linux script');
  const bin = join(home, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const { program, path } of found) symlinkSync(path, join(bin, program.bin));
  const path = [bin, dirname(process.execPath), '/usr/bin', '/bin'].join(':');
  const env = { PATH: path, HOME: home, NO_COLOR: '1', TERM: 'dumb', npm_config_update_notifier: 'false' };
  const cloud = await startDemoCloud({ seed: 1 });
  try {
    const token = cloud.tokens.read;
    const npx = ['npx', '-y', `--package=${tarball}`, 'mistmcp'];
    const begun = Date.now();
    const done = await onTerminal(
      [...npx, 'setup', '--command', npx.join(' ')],
      [
        ['Which ones?', '\r'],
        ['address of your portal', `${cloud.url}\r`],
        ['not shown', `${token}\r`],
        ['each after your yes?', '\r'],
        ...found.map((): [string, string] => ['[y/N]', 'y\r']),
      ],
      { cwd: home, env, timeout: SETUP_MS },
    );
    const titles = /Done\. Start (.*) anew and ask/.exec(done.text)?.[1]?.split(', ') ?? [];
    const well = done.code === 0 && titles.length === found.length && !done.text.includes(token);
    report.check(
      NAME,
      well,
      'mistmcp setup on a terminal of an empty home ends with a complete entry',
      done.text.slice(-600),
    );
    for (const { program } of found) await firstAnswer(program, { bin, home, env }, report);
    console.log(`  ${NAME}: ${Math.round((Date.now() - begun) / 1000)} s`);
  } finally {
    await cloud.close();
  }
}

async function firstAnswer(
  { client, bin: name, play, env: own }: AgentProgram,
  { bin, home, env }: { readonly bin: string; readonly home: string; readonly env: NodeJS.ProcessEnv },
  report: Report,
): Promise<void> {
  const model = await openModel(ASKING, isOurs, play.wait);
  try {
    play.prepare?.(home, model.url);
    const said = await outputOf(join(bin, name), play.args, { ...env, ...own, ...play.env?.(model.url) }, home);
    const answer = model.results.get(0) ?? '';
    report.check(
      NAME,
      /"email"/.test(answer),
      `${client} brings the first answer`,
      answer.slice(0, 300) || said.slice(-300),
    );
  } finally {
    await model.close();
  }
}
