import {
  bearerAuthChallengeResponse,
  buildOAuthProtectedResourceMetadata,
  getOAuthProtectedResourceMetadataUrl,
  OAuthError,
  OAuthErrorCode,
} from '@modelcontextprotocol/server';
import type { SignInConfig } from '../../../config/sign-in.ts';
import { HttpRefusal } from '../refusal.ts';

/** What tells clients where people sign in and what for. */
export class Challenges {
  readonly #config: SignInConfig;
  /** Where the document about this server is. */
  readonly metadataUrl: string;

  constructor(config: SignInConfig) {
    this.#config = config;
    this.metadataUrl = getOAuthProtectedResourceMetadataUrl(new URL(config.publicUrl));
  }

  /** Paths of the document: the root of the host, and with the path of `/mcp` as people type it. */
  get metadataPaths(): readonly string[] {
    return ['/.well-known/oauth-protected-resource', new URL(this.metadataUrl).pathname];
  }

  /** Scopes without which nothing is served. */
  get readScopes(): string[] {
    const { readScope } = this.#config;
    return readScope === undefined ? [] : [readScope];
  }

  /** Scopes that a change takes, those for reading among them: a client asks for what it is told and nothing else. */
  get writeScopes(): string[] {
    const { writeScope } = this.#config;
    return [...this.readScopes, ...(writeScope === undefined ? [] : [writeScope])];
  }

  /** The document about this server (RFC 9728). */
  metadata(writes: boolean): object {
    const { issuer, publicUrl } = this.#config;
    const scopesSupported = writes ? this.writeScopes : this.readScopes;
    const built = buildOAuthProtectedResourceMetadata({
      // Of the provider's own document only its name is shown; the rest is the provider's to answer.
      oauthMetadata: { issuer, authorization_endpoint: '', token_endpoint: '', response_types_supported: [] },
      resourceServerUrl: new URL(publicUrl),
      resourceName: 'mistmcp',
      ...(scopesSupported.length > 0 ? { scopesSupported } : {}),
    });
    // Clients compare both letter by letter with what they have.
    return { ...built, resource: publicUrl, authorization_servers: [issuer], bearer_methods_supported: ['header'] };
  }

  /** The answer to a token that cannot be used, with what to ask the provider for. */
  refusal(error: OAuthError, requiredScopes: string[] = this.readScopes): HttpRefusal {
    const { status, headers } = bearerAuthChallengeResponse(error, {
      requiredScopes,
      resourceMetadataUrl: this.metadataUrl,
    });
    const challenge = headers.get('www-authenticate');
    // What the SDK words itself ends without a full stop.
    const what = error.message.replace(/[^.]$/, '$&.');
    return new HttpRefusal(status, `${what} Sign in with the identity of your company.`, {
      reason: status === 401 ? 'token' : 'scope',
      data: { header: 'Authorization', resource_metadata: this.metadataUrl },
      headers: challenge === null ? {} : { 'WWW-Authenticate': challenge },
    });
  }

  /** The answer to a change by a token that is for reading. */
  stepUp(): HttpRefusal {
    const error = new OAuthError(
      OAuthErrorCode.InsufficientScope,
      'The token lacks the scope for tools that change something.',
    );
    return this.refusal(error, this.writeScopes);
  }
}
