import { createServer, type Server } from 'node:http';
import {
  Client,
  type OAuthClientProvider,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import Provider from 'oidc-provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Era, speaking } from '../../../harness/era.ts';
import { openSignInStage, PUBLIC_URL, type SignInStage } from '../../../harness/sign-in-stage.ts';

const REDIRECT = 'http://127.0.0.1:9/callback';
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

/** A browser with cookies that logs in and consents. @returns what the application is sent */
async function browse(start: URL): Promise<URLSearchParams> {
  const jar = new Map<string, string>();
  let url = start;
  let body: URLSearchParams | undefined;
  for (let hop = 0; hop < 20; hop += 1) {
    if (url.href.startsWith(REDIRECT)) return url.searchParams;
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body ? { method: 'POST', body } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      jar.set(name, value);
    }
    const location = response.headers.get('location');
    body = undefined;
    if (location !== null) {
      url = new URL(location, url);
      continue;
    }
    const page = await response.text();
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (prompt === undefined) throw new Error(page.slice(0, 500));
    url = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? '', url);
    body = new URLSearchParams(prompt === 'login' ? { prompt, login: 'ann', password: 'x' } : { prompt });
  }
  throw new Error('the sign-in goes round in circles');
}

/** An application's side of the sign-in, with what it was sent to. */
class Application implements OAuthClientProvider {
  readonly redirectUrl = REDIRECT;
  readonly visited: URL[] = [];
  readonly clientMetadata = { redirect_uris: [REDIRECT], token_endpoint_auth_method: 'none', client_name: 'app' };
  #tokens: Parameters<OAuthClientProvider['saveTokens']>[0] | undefined;
  #verifier = '';
  clientInformation() {
    return { client_id: 'app' };
  }
  tokens() {
    return this.#tokens;
  }
  saveTokens(tokens: Parameters<OAuthClientProvider['saveTokens']>[0]) {
    this.#tokens = tokens;
  }
  redirectToAuthorization(url: URL) {
    this.visited.push(url);
  }
  saveCodeVerifier(verifier: string) {
    this.#verifier = verifier;
  }
  codeVerifier() {
    return this.#verifier;
  }
}

async function open(application: Application, era: Era) {
  const transport = new StreamableHTTPClientTransport(new URL(PUBLIC_URL), {
    authProvider: application,
    // The address that people type leads to the server, as a name does.
    fetch: (input, init) =>
      fetch(String(input).replace(new URL(PUBLIC_URL).origin, new URL(stage.running.url).origin), init),
  });
  const client = new Client(
    { name: 'app', version: '1' },
    { ...speaking(era), capabilities: { elicitation: { form: {} } } },
  );
  client.setRequestHandler('elicitation/create', async () => ({ action: 'accept', content: { confirm: true } }));
  return { transport, client };
}

describe.each<Era>(['2025-11-25', '2026-07-28'])('an application of the revision %s', (era) => {
  it('finds the provider, signs in, reads, is asked for the further scope, and makes a confirmed change', async () => {
    const application = new Application();
    const first = await open(application, era);
    await expect(first.client.connect(first.transport)).rejects.toBeInstanceOf(UnauthorizedError);
    expect(application.visited[0]?.searchParams.get('scope')).toBe('mist:read');
    expect(application.visited[0]?.searchParams.get('resource')).toBe(PUBLIC_URL);
    await first.transport.finishAuth(await browse(application.visited[0] ?? new URL(issuer)));
    const { client, transport } = await open(application, era);
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
    await transport.finishAuth(await browse(asked ?? new URL(issuer)));
    const made = await client.callTool(change);
    expect(JSON.stringify(made)).toContain(`signed in ${era}`);
    expect(made.isError).not.toBe(true);
    expect(stage.entries.at(-1)).toMatchObject({ issuer, subject: 'ann', client: 'app', profile: 'writer' });
    await client.close();
  });
});
