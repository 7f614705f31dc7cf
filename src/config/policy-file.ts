import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { nearest } from '../core/nearest.ts';
import {
  type ChangePolicy,
  isSensitiveKind,
  RULES,
  type Rule,
  type SensitiveKind,
  STANDARD_POLICY,
} from '../mist/sensitive.ts';
import { ConfigError, shown } from './error.ts';
import { parseJsonFile } from './json-file.ts';
import type { SettingText } from './values.ts';

/** The one version of the file that there is; see `schemas/policy.v1.schema.json`. */
const VERSION = 1;

const MAX_BYTES = 65_536;

const KEYS = ['$schema', 'version', ...Object.keys(STANDARD_POLICY)];

const EXAMPLE = '{"version": 1, "cli_commands": "refuse"}';

const isRule = (value: unknown): value is Rule => RULES.some((rule) => rule === value);

/**
 * Reads the operator's rules for sensitive changes.
 *
 * @param given name of a JSON file
 * @param cwd what a relative name starts from
 * @returns a rule for every kind; the standard one where the file has none
 * @throws ConfigError naming everything that is wrong with the file, and what it takes instead
 */
export function readPolicy(given: SettingText | undefined, cwd: string | undefined): ChangePolicy {
  if (!given) return STANDARD_POLICY;
  const file = `${given.from} (${shown(given.text)})`;
  const { content, repeated } = parseJsonFile(readText(given.text, cwd, file), file, EXAMPLE);
  const problems = [...repeated];
  if (content.version !== VERSION) problems.push(`"version" must be ${VERSION}.`);
  const rules: [SensitiveKind, Rule][] = [];
  for (const [key, value] of Object.entries(content)) {
    if (key === '$schema' || key === 'version') continue;
    if (!isSensitiveKind(key)) problems.push(unknownKey(key));
    else if (isRule(value)) rules.push([key, value]);
    else problems.push(`"${key}" must be ${RULES.map((rule) => `"${rule}"`).join(', ')}.`);
  }
  if (problems.length > 0) throw new ConfigError(`${file} is no policy: ${problems.slice(0, 5).join(' ')}`);
  return { ...STANDARD_POLICY, ...Object.fromEntries(rules) };
}

function unknownKey(key: string): string {
  const [near] = nearest(key, KEYS, 1);
  const advice = near === undefined ? `It takes ${KEYS.slice(1).join(', ')}` : `Did you mean "${near}"`;
  return `It has no key ${shown(key)}. ${advice}${near === undefined ? '.' : '?'}`;
}

function readText(name: string, cwd: string | undefined, file: string): string {
  let text: string;
  try {
    text = readFileSync(resolve(cwd ?? '', name), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new ConfigError(`${file} could not be read${code}: name a JSON file with rules, see docs/safety.md.`);
  }
  if (text.length <= MAX_BYTES) return text;
  throw new ConfigError(
    `${file} is larger than a policy can be (${MAX_BYTES} bytes): name a file with rules, see docs/safety.md.`,
  );
}

/** What a policy allows more easily than the standard one does, for a warning at the start. */
export function relaxed(policy: ChangePolicy): readonly string[] {
  return Object.keys(STANDARD_POLICY)
    .filter(isSensitiveKind)
    .filter((kind) => RULES.indexOf(policy[kind]) > RULES.indexOf(STANDARD_POLICY[kind]))
    .map((kind) => `${kind} (${policy[kind]})`);
}
