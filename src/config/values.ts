import { ConfigError, shown } from './error.ts';
import type { ChoiceSetting, IntegerSetting } from './setting.ts';

/** A text somebody gave for a setting, and where: `--port`, `MISTMCP_PORT` or `MISTMCP_PORT in .env`. */
export interface SettingText {
  text: string;
  from: string;
  /** The place that the variable is from; a higher rank is trusted less. Flags have none. */
  source?: { readonly name: string; readonly rank: number };
}

const ON = ['true', '1', 'yes', 'on'];
const OFF = ['false', '0', 'no', 'off'];

/** Reads a switch. @throws ConfigError when the text is not one of the eight accepted words */
export function asSwitch(given: SettingText | undefined): boolean {
  if (!given) return false;
  const word = given.text.trim().toLowerCase();
  if (ON.includes(word)) return true;
  if (OFF.includes(word)) return false;
  throw new ConfigError(`${given.from} must be true or false (also 1/0, yes/no, on/off), not ${shown(given.text)}.`);
}

/** Reads a whole number. @throws ConfigError when it is not one, or outside the setting's bounds */
export function asInteger(setting: IntegerSetting, given: SettingText | undefined): number {
  if (!given) return setting.default;
  const text = given.text.trim();
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= setting.min && value <= setting.max) return value;
  throw new ConfigError(
    `${given.from} must be a whole number from ${setting.min} to ${setting.max}, not ${shown(given.text)}.`,
  );
}

/** Reads one of the setting's words, in any case. @throws ConfigError that lists them */
export function asChoice<T extends string>(setting: ChoiceSetting<T>, given: SettingText | undefined): T {
  if (!given) return setting.default;
  const word = given.text.trim().toLowerCase();
  const choice = setting.choices.find((candidate) => candidate === word);
  if (choice !== undefined) return choice;
  throw new ConfigError(`${given.from} must be ${setting.choices.join(' or ')}, not ${shown(given.text)}.`);
}

/** Reads texts separated by commas; blanks around them and empty ones are left out. */
export function asList(given: SettingText | undefined): string[] {
  return (given?.text ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}
