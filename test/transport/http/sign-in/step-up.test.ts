import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writesOf } from '../../../harness/cloud.ts';
import type { Era } from '../../../harness/era.ts';
import { type IdentityProvider, startIdentityProvider } from '../../../harness/identity-provider.ts';
import { openSignInStage, PUBLIC_URL, type SignInStage } from '../../../harness/sign-in-stage.ts';

let provider: IdentityProvider;
let stage: SignInStage;
const SCOPES = ['--oidc-read-scope', 'mist:read', '--oidc-write-scope', 'mist:write'];

beforeAll(async () => {
  provider = await startIdentityProvider(PUBLIC_URL);
  const access = [{ groups: ['noc'], profiles: ['writer'], role: 'write' }];
  stage = await openSignInStage({ issuer: provider.issuer, access, args: [...SCOPES, '--enable-write-tools'] });
});

afterAll(async () => {
  await stage.close();
  await provider.close();
});

const person = (scope: string) => provider.sign({ sub: 'ann', groups: ['noc'], scope });
const answer = () => ({ action: 'accept' as const, content: { confirm: true } });
const change = (note: string) => ({
  action_type: 'update',
  object_type: 'site_wlans',
  org_id: stage.org,
  site_id: stage.cloud.world.id('sites', 'London Store'),
  object_id: 'none',
  payload: { ssid: note },
});

describe.each<Era>(['2025-11-25', '2026-07-28'])('a change in the revision %s', (era) => {
  it('by a token for reading is answered with both scopes, and nothing is sent', async () => {
    const reader = await stage.connect({ era, token: await person('mist:read'), answer });
    const seen = stage.cloud.requests.length;
    const tools = (await reader.client.listTools()).tools.map(({ name }) => name);
    expect(tools).toContain('mist_update_configuration_objects');
    const name = 'mist_update_configuration_objects';
    await expect(reader.call(name, change('a'))).rejects.toThrow(/40[13]|scope|authoriz/i);
    expect(writesOf(stage.cloud, seen)).toEqual([]);
    const response = await fetch(stage.running.url, {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${await person('mist:read')}`,
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: change('a') } }),
    });
    expect(response.status).toBe(403);
    const challenge = response.headers.get('www-authenticate') ?? '';
    expect(challenge).toContain('error="insufficient_scope"');
    expect(challenge).toContain('scope="mist:read mist:write"');
  });

  it('by a token for changes is asked about and made, and is on record with its person', async () => {
    const writer = await stage.connect({ era, token: await person('mist:write'), answer });
    const seen = stage.cloud.requests.length;
    const { isError, text } = await writer.call('mist_change_configuration_objects', {
      action_type: 'create',
      object_type: 'org_wlantemplates',
      org_id: stage.org,
      payload: { name: `step-up ${era}` },
    });
    expect(text).toContain('step-up');
    expect(isError).toBe(false);
    expect(writesOf(stage.cloud, seen).length).toBe(1);
    expect(stage.entries.at(-1)).toMatchObject({
      issuer: provider.issuer,
      subject: 'ann',
      client: 'app',
      profile: 'writer',
    });
  });

  it.each([
    [true, 'mist_call_api', { operation: 'POST /api/v1/orgs/{org_id}/sitegroups', body: { name: 'x' } }],
    [true, 'mist_call_api', { operation: 'createOrgSiteGroup', body: { name: 'x' } }],
    [false, 'mist_call_api', { operation: 'GET /api/v1/self' }],
    [false, 'mist_call_api', { operation: 'no such thing' }],
    [true, 'mist_utilities', { device_type: 'ex', utility: 'bouncePort', site_id: 'London Store' }],
    [false, 'mist_utilities', { device_type: 'ex', utility: 'bouncePort' }],
    [false, 'mist_apply_plan', { action: 'runs' }],
    [true, 'mist_apply_plan', { action: 'undo', run: 'x' }],
  ])('by a token for reading is asked for the further scope (%s) by %s with %j', async (isAsked, name, given) => {
    const reader = await stage.connect({ era, token: await person('mist:read'), answer });
    const text = await reader.call(name, given).then((told) => told.text, String);
    expect(text.startsWith('InsufficientScopeError'), text).toBe(isAsked);
    expect(text).not.toContain('without write tools');
  });
});
