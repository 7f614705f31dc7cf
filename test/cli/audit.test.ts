import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { beforeAll, describe, expect, it } from 'vitest';
import { isRecord } from '../../src/core/json.ts';
import { RULES } from '../../src/features/audit/catalog.ts';
import { run, runJson } from '../harness/run.ts';
import { useCommands } from './use-commands.ts';

const stage = useCommands();
let folder: string;
beforeAll(async () => {
  folder = await stage.snapshot('org');
});

const fileOf = (name: string, content: unknown): string => stage.put(name, JSON.stringify(content));

const schemaOf = (name: string) => {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const schema: unknown = JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8'));
  return ajv.compile(isRecord(schema) ? schema : {});
};

const rulesIn = (findings: unknown): readonly string[] => [
  ...new Set((Array.isArray(findings) ? findings : []).filter(isRecord).map(({ rule }) => String(rule))),
];

describe('mistmcp audit', () => {
  it('says of a folder what it says of what is live, without a token', async () => {
    const stored = await runJson(['audit', folder]);
    const live = await runJson(['audit'], { env: stage.env });
    expect(stored.findings).toEqual(live.findings);
    expect(rulesIn(stored.findings)).toContain('open-wlan');
    const check = schemaOf('audit.v1');
    check(stored);
    expect(check.errors).toBeNull();
  });

  it('groups by rule, worst first, and tells what is alike once', async () => {
    const { code, stdout } = await run(['audit', folder, '--no-json', '--brief']);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^\d+ findings: \d+ high, \d+ medium, \d+ low\.$/);
    expect(lines[1]).toMatch(/^high open-wlan: /);
    expect(stdout).toMatch(/ {2}10 site settings \(austin-office, berlin-office, london-store …\): /);
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(code).toBe(1);
  });

  it('reads of an organization with many sites only what decides over one', async () => {
    const from = stage.cloud.requests.length;
    const { findings, unchecked } = await runJson(['audit', 'Madrid Store'], { env: stage.env });
    expect(stage.cloud.requests.length - from).toBeLessThan(90);
    const paths = (Array.isArray(findings) ? findings : []).filter(isRecord).map(({ path }) => String(path));
    expect(paths.filter((path) => path.startsWith('sites/') && !path.startsWith('sites/madrid-store/'))).toEqual([]);
    expect(paths).toContain('org/networktemplates/store-switching');
    expect(JSON.stringify(unchecked)).toContain('needs all sites of the organization');
    const part = await runJson(['audit', `${folder}#Madrid Store`]);
    expect(rulesIn(part.findings).filter((rule) => !rulesIn(findings).includes(rule))).toEqual([]);
  });

  it('ends with 0 where nothing is that bad, and with 2 where nobody can tell', async () => {
    const rules = Object.fromEntries(RULES.map(({ id }) => [id, id === 'webhook-in-clear' ? 'high' : 'off']));
    const file = fileOf('one.json', { version: 1, rules });
    expect((await run(['audit', folder, '--rules', file])).code).toBe(0);
    const off = stage.cloud.fault({ kind: 'html', status: 403, match: 'GET /api/v1/orgs/{org_id}/webhooks' });
    const { code, stdout } = await run(['audit', '--rules', file, '--no-json'], { env: stage.env });
    off();
    expect(stdout).toContain('could not be read: org_webhooks: webhook-in-clear');
    expect(code).toBe(2);
    expect((await run(['audit', join(stage.folder, 'none')], { env: stage.env })).code).toBe(2);
  });

  it.each([
    ['no-config-revert', 'sitetemplates'],
    ['no-root-bridge', 'networktemplates'],
    ['no-storm-control', 'deviceprofiles'],
  ])('says nothing by the rule %s where %s cannot be read, which may say otherwise', async (rule, list) => {
    const off = stage.cloud.fault({ kind: 'html', status: 403, match: `GET /api/v1/orgs/{org_id}/${list}` });
    const { code, stdout } = await run(['audit', '--only', rule, '--no-json'], { env: stage.env });
    off();
    expect(stdout).toMatch(new RegExp(`^No finding .*\\nNot checked, could not be read: org_${list}: ${rule}\\.\\n$`));
    expect(code).toBe(2);
  });

  it('takes rules from a file: off, another severity, another limit, and what is let be until a day', async () => {
    const content = {
      version: 1,
      rules: { 'psk-without-wpa3': 'off', 'open-wlan': 'low', 'many-ssids': { severity: 'info', most: 1 } },
      mute: [
        { rule: 'site-wlan', object: 'sites/*/wlans/*', reason: 'events', until: '2999-01-01' },
        { rule: 'country-mismatch', object: '*', reason: 'too late', until: '2020-01-01' },
      ],
    };
    const check = schemaOf('audit-rules.v1');
    check(content);
    expect(check.errors).toBeNull();
    const said = await runJson(['audit', folder, '--severity', 'info', '--rules', fileOf('rules.json', content)]);
    const rules = rulesIn(said.findings);
    expect(rules).not.toContain('psk-without-wpa3');
    expect(rules).not.toContain('site-wlan');
    expect(rules).toContain('country-mismatch');
    expect(said.findings).toContainEqual(expect.objectContaining({ rule: 'open-wlan', severity: 'low' }));
    expect(said.findings).toContainEqual(expect.objectContaining({ rule: 'many-ssids', severity: 'info' }));
    expect(said.muted).toContainEqual(expect.objectContaining({ rule: 'site-wlan', reason: 'events' }));
  });

  it('answers which devices override their templates, and names the rule that was meant', async () => {
    const { stdout, code } = await run(['audit', folder, '--only', 'device-override', '--no-json']);
    expect(stdout).toMatch(/^6 findings: 6 medium\.\nmedium device-override: /);
    expect(stdout).toContain('port_config.ge-0/0/0: otherwise in "gatewaytemplate SSR Spoke"');
    expect(code).toBe(1);
    const wrong = await run(['audit', folder, '--only', 'devise-override']);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/such as device-override/);
  });

  it.each([
    [{ version: 2 }, /"version" must be 1/],
    [{ version: 1, rules: { 'open-wan': 'off' } }, /There is no rule "open-wan"\. Did you mean "open-wlan"\?/],
    [{ version: 1, rules: { 'open-wlan': 'maybe' } }, /must be "off", "high"/],
    [{ version: 1, rules: { 'many-ssids': { least: 3 } } }, /has no "least"/],
    [{ version: 1, mute: [{ rule: 'open-wlan', object: 'x' }] }, /reason must say why.*until must be a day/],
  ])('refuses a file of rules with %j', async (content, words) => {
    const { code, stderr } = await run(['audit', folder, '--rules', fileOf('wrong.json', content)]);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
    const check = schemaOf('audit-rules.v1');
    expect(check(content)).toBe(false);
  });

  it('shows against an earlier audit what is new, and ends with 0 where nothing is', async () => {
    const out = join(stage.folder, 'before');
    await run(['audit', folder, '--out', out]);
    const baseline = join(out, 'audit.json');
    const same = await run(['audit', folder, '--baseline', baseline, '--no-json']);
    expect(same.stdout).toMatch(/^No finding .*\nSince the audit before: 0 new, 0 gone, \d+ the same\.\n$/);
    expect(same.code).toBe(0);
    const earlier: unknown = JSON.parse(readFileSync(baseline, 'utf8'));
    const findings = isRecord(earlier) && Array.isArray(earlier.findings) ? earlier.findings : [];
    const file = fileOf('earlier.json', { findings: [...findings.slice(1), { rule: 'open-wlan', path: 'org/gone' }] });
    const other = await run(['audit', folder, '--baseline', file, '--no-json']);
    expect(other.stdout).toMatch(/^1 finding: 1 high\.\nhigh open-wlan/);
    expect(other.stdout).toMatch(/1 new, 1 gone/);
    expect(other.code).toBe(1);
  });

  it('lists every rule, and the published forms name them all', async () => {
    const { stdout } = await run(['audit', '--list', '--no-json']);
    for (const { id } of RULES) expect(stdout).toContain(` ${id} `);
    const schema: unknown = JSON.parse(readFileSync('schemas/audit-rules.v1.schema.json', 'utf8'));
    const named = isRecord(schema) && isRecord(schema.properties) && isRecord(schema.properties.rules);
    const rules = isRecord(schema) && isRecord(schema.properties) ? schema.properties.rules : undefined;
    expect(named).toBe(true);
    expect(isRecord(rules) && isRecord(rules.properties) ? Object.keys(rules.properties).sort() : []).toEqual(
      RULES.map(({ id }) => id).sort(),
    );
  });
});
