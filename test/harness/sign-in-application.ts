import { Client, type OAuthClientProvider, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { type Era, speaking } from './era.ts';

type Tokens = Parameters<OAuthClientProvider['saveTokens']>[0];

/** Where an application is sent after a sign-in; nothing listens there. */
export const REDIRECT = 'http://127.0.0.1:9/callback';

/** An application's side of the sign-in, with what it was sent to. */
export class SignInApplication implements OAuthClientProvider {
  readonly redirectUrl = REDIRECT;
  readonly visited: URL[] = [];
  readonly clientMetadata = { redirect_uris: [REDIRECT], token_endpoint_auth_method: 'none', client_name: 'app' };
  #tokens: Tokens | undefined;
  #verifier = '';
  clientInformation() {
    return { client_id: 'app' };
  }
  tokens() {
    return this.#tokens;
  }
  saveTokens(tokens: Tokens) {
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

/**
 * An application before it is connected; whoever uses it says yes to everything.
 *
 * @param publicUrl address that people type
 * @param running address that it leads to, as a name does
 */
export function openApplication(application: SignInApplication, era: Era, publicUrl: string, running: string) {
  const transport = new StreamableHTTPClientTransport(new URL(publicUrl), {
    authProvider: application,
    fetch: (input, init) => fetch(String(input).replace(new URL(publicUrl).origin, new URL(running).origin), init),
  });
  const client = new Client(
    { name: 'app', version: '1' },
    { ...speaking(era), capabilities: { elicitation: { form: {} } } },
  );
  client.setRequestHandler('elicitation/create', async () => ({ action: 'accept', content: { confirm: true } }));
  return { transport, client };
}

/** What a person fills in on a page of the provider. */
export type FillIn = (page: string) => { readonly action: string; readonly fields: Record<string, string> };

/**
 * A browser with cookies and a person before it.
 *
 * @returns what the application is sent
 * @throws Error with the beginning of the page when the provider is not satisfied
 */
export async function browse(start: URL, fillIn: FillIn): Promise<URLSearchParams> {
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
    const { action, fields } = fillIn(await response.text());
    url = new URL(action, url);
    body = new URLSearchParams(fields);
  }
  throw new Error('the sign-in goes round in circles');
}
