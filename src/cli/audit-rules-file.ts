import { readFileSync } from 'node:fs';
import { ConfigError, shown } from '../config/error.ts';
import { parseJsonFile } from '../config/json-file.ts';
import { type AuditSettings, readSettings } from '../features/audit/settings.ts';

const EXAMPLE = '{"version": 1, "rules": {"psk-without-wpa3": "off"}}';

/** Things that are wrong which are named; an operator mends a few and tries again. */
const MOST = 5;

/**
 * Reads which rules of an audit count.
 *
 * @param name of a JSON file
 * @throws ConfigError naming what is wrong with it
 */
export function readAuditRules(name: string): AuditSettings {
  const file = `--rules (${shown(name)})`;
  let text: string;
  try {
    text = readFileSync(name, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new ConfigError(`${file} could not be read${code}: name a JSON file with rules, see docs/audit.md.`);
  }
  const { content, repeated } = parseJsonFile(text, file, EXAMPLE);
  const { settings, problems } = readSettings(content);
  const all = [...repeated, ...problems];
  if (all.length > 0) throw new ConfigError(`${file} is no file of rules: ${all.slice(0, MOST).join(' ')}`);
  return settings;
}
