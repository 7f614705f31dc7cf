import { createServer, type Server } from 'node:http';
import { UnauthorizedError } from '@modelcontextprotocol/client';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Era } from '../../../harness/era.ts';
import {
  browse,
  type FillIn,
  openApplication,
  REDIRECT,
  SignInApplication,
} from '../../../harness/sign-in-application.ts';
import { openSignInStage, PUBLIC_URL, type SignInStage } from '../../../harness/sign-in-stage.ts';

let idp: Server;
let issuer: string;
let stage: SignInStage;

beforeAll(async () => {
  idp = createServer();
  await new Promise<void>((resolve) => idp.listen(0, '127.0.0.1', resolve));
  const address = idp.address();
  issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const provider = new Provider(issuer, {
    clients: [
      { client_id: 'app', redirect_uris: [REDIRECT], token_endpoint_auth_method: 'none', application_type: 'native' },
    ],
    scopes: ['openid', 'mist:read', 'mist:write'],
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    features: {
      devInteractions: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: () => ({
          scope: 'mist:read mist:write',
          audience: PUBLIC_URL,
          accessTokenFormat: 'jwt',
        }),
      },
    },
    extraTokenClaims: () => ({ groups: ['noc'] }),
  });
  idp.on('request', provider.callback());
  stage = await openSignInStage({
    issuer,
    access: [{ groups: ['noc'], profiles: ['writer'], role: 'write' }],
    args: ['--oidc-read-scope', 'mist:read', '--oidc-write-scope', 'mist:write', '--enable-write-tools'],
  });
});

afterAll(async () => {
  await stage.close();
  idp.closeAllConnections();
  idp.close();
});

/** Signs in as ann on one form, and consents on the other. */
const fillIn: FillIn = (page) => {
  const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
  if (prompt === undefined) throw new Error(page.slice(0, 500));
  const action = /action="([^"]+)"/.exec(page)?.[1] ?? '';
  return { action, fields: prompt === 'login' ? { prompt, login: 'ann', password: 'x' } : { prompt } };
};

const open = (application: SignInApplication, era: Era) =>
  openApplication(application, era, PUBLIC_URL, stage.running.url);

describe.each<Era>(['2025-11-25', '2026-07-28'])('an application of the revision %s', (era) => {
  it('finds the provider, signs in, reads, is asked for the further scope, and makes a confirmed change', async () => {
    const application = new SignInApplication();
    const first = open(application, era);
    await expect(first.client.connect(first.transport)).rejects.toBeInstanceOf(UnauthorizedError);
    expect(application.visited[0]?.searchParams.get('scope')).toBe('mist:read');
    expect(application.visited[0]?.searchParams.get('resource')).toBe(PUBLIC_URL);
    await first.transport.finishAuth(await browse(application.visited[0] ?? new URL(issuer), fillIn));
    const { client, transport } = open(application, era);
    await client.connect(transport);
    const self = await client.callTool({ name: 'mist_get_self', arguments: { action_type: 'account_info' } });
    expect(self.isError).not.toBe(true);
    const change = {
      name: 'mist_change_configuration_objects',
      arguments: {
        ...{ action_type: 'create', object_type: 'org_wlantemplates', org_id: stage.org },
        payload: { name: `signed in ${era}` },
      },
    };
    await expect(client.callTool(change)).rejects.toThrow();
    const asked = application.visited.at(-1);
    expect(asked?.searchParams.get('scope')?.split(' ').sort()).toEqual(['mist:read', 'mist:write']);
    await transport.finishAuth(await browse(asked ?? new URL(issuer), fillIn));
    const made = await client.callTool(change);
    expect(JSON.stringify(made)).toContain(`signed in ${era}`);
    expect(made.isError).not.toBe(true);
    expect(stage.entries.at(-1)).toMatchObject({ issuer, subject: 'ann', client: 'app', profile: 'writer' });
    await client.close();
  });
});
