import { isAbsolute, join } from 'node:path';
import type { Setting } from './setting.ts';
import type { SettingText } from './values.ts';

const isPath = (setting: Setting): boolean =>
  'placeholder' in setting && (setting.placeholder === 'FILE' || setting.placeholder === 'FOLDER');

/**
 * A path that begins with `~/` is below the home folder, as a shell has it: a client's configuration is read by no
 * shell.
 *
 * @param env names the home folder; where it names none the text stays
 */
export function inHome<T extends SettingText | undefined>(setting: Setting, given: T, env: NodeJS.ProcessEnv): T {
  const below = /^~[/\\](.*)$/s.exec(given?.text ?? '')?.[1];
  const home = (process.platform === 'win32' ? env.USERPROFILE : env.HOME) ?? '';
  if (given === undefined || below === undefined || !isAbsolute(home) || !isPath(setting)) return given;
  return { ...given, text: join(home, below) };
}
