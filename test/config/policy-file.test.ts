import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/config.ts';
import { RULES, STANDARD_POLICY } from '../../src/mist/sensitive.ts';

const folder = mkdtempSync(join(tmpdir(), 'policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function load(text: string | undefined, env: NodeJS.ProcessEnv = {}) {
  if (text !== undefined) writeFileSync(join(folder, 'policy.json'), text);
  const loaded = loadConfig(['--enable-write-tools', '--policy', 'policy.json'], env, folder);
  if (loaded.kind !== 'run') throw new Error('expected a configuration to run with');
  return loaded;
}

describe('the policy', () => {
  it('of a file changes the kinds that it names', () => {
    const { config } = load('{"$schema": "x", "version": 1, "cli_commands": "refuse"}');
    expect(config.changePolicy).toEqual({ ...STANDARD_POLICY, cli_commands: 'refuse' });
  });

  it('may be named by a variable', () => {
    load('{"version": 1, "ssh_keys": "refuse"}');
    const loaded = loadConfig([], { MISTMCP_POLICY: join(folder, 'policy.json') }, '/');
    expect(loaded.kind === 'run' && loaded.config.changePolicy.ssh_keys).toBe('refuse');
  });

  it('is warned of where it is easier than the standard one', () => {
    const { warnings } = load('{"version": 1, "device_shells": "type", "deletions": "confirm", "ssh_keys": "refuse"}');
    expect(warnings.join('\n')).toContain('less than the standard one: deletions (confirm), device_shells (type)');
  });

  it.each([
    ['{"version": 1, "ssh_key": "refuse"}', /no key "ssh_key"\. Did you mean "ssh_keys"\?/],
    ['{"version": 1, "firewall": "refuse"}', /no key "firewall"\. It takes version, root_passwords, /],
    ['{"version": 1, "ssh_keys": "allow"}', /"ssh_keys" must be "refuse", "type", "confirm"/],
    ['{"ssh_keys": "refuse"}', /"version" must be 1/],
    ['{"version": 1, "ssh_keys": "refuse", "ssh_\\u006beys": "confirm"}', /has the key "ssh_keys" twice/],
    ['[]', /must hold one object/],
    ['{', /is no JSON/],
  ])('%s is refused with what to do', (text, reason) => {
    expect(() => load(text)).toThrow(reason);
  });

  it('that cannot be read stops the start', () => {
    expect(() => loadConfig(['--policy', 'none.json'], {}, folder)).toThrow(/could not be read \(ENOENT\)/);
  });

  it('has a published schema that says the same', () => {
    const schema: unknown = JSON.parse(readFileSync('schemas/policy.v1.schema.json', 'utf8'));
    const kinds = Object.entries(STANDARD_POLICY).map(([kind, rule]) => [
      kind,
      { description: expect.any(String), enum: [...RULES], default: rule },
    ]);
    expect(schema).toMatchObject({ additionalProperties: false, required: ['version'] });
    expect(schema).toHaveProperty('properties', {
      $schema: { type: 'string' },
      version: { const: 1, description: expect.any(String) },
      ...Object.fromEntries(kinds),
    });
  });
});
