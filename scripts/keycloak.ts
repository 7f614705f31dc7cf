// Tries sign-in with a real Keycloak, prepared as deploy/keycloak/prepare.sh does it: npm run keycloak
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UnauthorizedError } from '@modelcontextprotocol/client';
import type { Era } from '../test/harness/era.ts';
import { freePort } from '../test/harness/free-port.ts';
import {
  browse,
  type FillIn,
  openApplication,
  REDIRECT,
  SignInApplication,
} from '../test/harness/sign-in-application.ts';
import { openSignInStage, PUBLIC_URL, type SignInStage } from '../test/harness/sign-in-stage.ts';
import { type Keycloak, missing, startKeycloak } from './keycloak/keycloak.ts';

const PREPARE = join(fileURLToPath(new URL('..', import.meta.url)), 'deploy/keycloak/prepare.sh');
const ERAS: readonly Era[] = ['2025-11-25', '2026-07-28'];

/** Ann of the group noc, a realm as a company has one, and what the guide does to it. */
async function prepare(keycloak: Keycloak): Promise<string> {
  const person = { username: 'ann', email: 'ann@example.com', firstName: 'Ann', lastName: 'Lee' };
  const credentials = [{ type: 'password', value: 'secret', temporary: false }];
  const users = [{ ...person, enabled: true, emailVerified: true, groups: ['noc'], credentials }];
  const parts = { realm: 'company', enabled: true, groups: [{ name: 'noc' }], users };
  const words = Object.entries(parts).flatMap(([name, value]) => ['-s', `${name}=${JSON.stringify(value)}`]);
  await keycloak.admin('create', 'realms', ...words);
  // The port of a redirect to loopback is the application's.
  await keycloak.shell(PREPARE, { REALM: 'company', URL: PUBLIC_URL }, 'app', 'http://127.0.0.1/callback');
  return `${keycloak.origin}/realms/company`;
}

const fillIn: FillIn = (page) => {
  const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  if (action === undefined || !page.includes('name="password"')) throw new Error(page.slice(0, 2000));
  return { action, fields: { username: 'ann', password: 'secret' } };
};

/** Says what Keycloak has put into a token, and why the server does not take it. */
async function explain(stage: SignInStage, token: string): Promise<void> {
  const { status, headers } = await fetch(stage.running.url, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: '{}',
  });
  console.error(`${status} ${headers.get('www-authenticate')}`);
  console.error(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
}

/** 401, metadata, sign-in, a read, the further scope, a confirmed change. */
async function signIn(stage: SignInStage, era: Era): Promise<void> {
  const application = new SignInApplication();
  const open = () => openApplication(application, era, PUBLIC_URL, stage.running.url);
  const first = open();
  await assert.rejects(first.client.connect(first.transport), UnauthorizedError);
  const asked = application.visited[0];
  assert(asked);
  assert.equal(asked.searchParams.get('scope'), 'mist:read');
  await first.transport.finishAuth(await browse(asked, fillIn));
  const { client, transport } = open();
  try {
    await client.connect(transport);
  } catch (error) {
    await explain(stage, application.tokens()?.access_token ?? '');
    throw error;
  }
  const self = await client.callTool({ name: 'mist_get_self', arguments: { action_type: 'account_info' } });
  assert.notEqual(self.isError, true);
  const payload = { name: `signed in ${era}` };
  const object = { action_type: 'create', object_type: 'org_wlantemplates', org_id: stage.org, payload };
  const change = { name: 'mist_change_configuration_objects', arguments: object };
  await assert.rejects(client.callTool(change));
  const more = application.visited.at(-1);
  assert(more);
  // Those that the token has already are asked for again, beside ours.
  const scopes = new Set(more.searchParams.get('scope')?.split(' '));
  assert(scopes.has('mist:read') && scopes.has('mist:write'), [...scopes].join(' '));
  await transport.finishAuth(await browse(more, fillIn));
  const made = await client.callTool(change);
  assert.notEqual(made.isError, true, JSON.stringify(made));
  const { issuer, client: app, profile } = stage.entries.at(-1) ?? {};
  assert.deepEqual({ app, profile }, { app: 'app', profile: 'writer' });
  console.log(`passed: ${era}: 401, metadata, sign-in, read, further scope, confirmed change, on record for ${issuer}`);
  await client.close();
}

const reason = missing();
if (reason !== undefined) {
  console.log(`SKIPPED: sign-in with Keycloak: ${reason}`);
  process.exit(0);
}
const keycloak = await startKeycloak(await freePort());
try {
  console.log(`Keycloak is at ${keycloak.origin}; applications come back to ${REDIRECT}`);
  const issuer = await prepare(keycloak);
  const stage = await openSignInStage({
    issuer,
    access: [{ groups: ['noc'], profiles: ['writer'], role: 'write' }],
    args: ['--oidc-read-scope', 'mist:read', '--oidc-write-scope', 'mist:write', '--enable-write-tools'],
  });
  try {
    for (const era of ERAS) await signIn(stage, era);
  } catch (error) {
    console.error(stage.lines.join('\n'));
    throw error;
  } finally {
    await stage.close();
  }
} finally {
  await keycloak.close();
}
