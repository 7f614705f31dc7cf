import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';

/** What a token of the provider says; a claim that is undefined is left out. */
export type Claims = { readonly [name: string]: unknown };

/** A provider that signs whatever it is told to: metadata and keys on loopback. */
export interface IdentityProvider {
  readonly issuer: string;
  /** Requests that it answered, by path. */
  readonly asked: readonly string[];
  /** Whether it answers at all. */
  isUp: boolean;
  /** A token of a person, good for ten minutes unless told otherwise. */
  sign(claims: Claims, header?: Partial<JWTHeaderParameters>, by?: 'own' | 'foreign'): Promise<string>;
  close(): Promise<void>;
}

/** Starts a provider. */
export async function startIdentityProvider(audience: string): Promise<IdentityProvider> {
  const own = await generateKeyPair('RS256', { extractable: true });
  const foreign = await generateKeyPair('RS256', { extractable: true });
  const key = { ...(await exportJWK(own.publicKey)), kid: 'own', alg: 'RS256', use: 'sig' };
  const asked: string[] = [];
  const provider = { isUp: true };
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (!provider.isUp) return response.writeHead(503).end();
    const isKeys = request.url === '/keys';
    const document = isKeys ? { keys: [key] } : { issuer, jwks_uri: `${issuer}/keys` };
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(document));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  return Object.assign(provider, {
    issuer,
    asked,
    sign(claims: Claims, header: Partial<JWTHeaderParameters> = {}, by: 'own' | 'foreign' = 'own'): Promise<string> {
      const now = Math.floor(Date.now() / 1000);
      const whole = { iss: issuer, aud: audience, iat: now, exp: now + 600, client_id: 'app', ...claims };
      const signing = new SignJWT(JSON.parse(JSON.stringify(whole))).setProtectedHeader({
        alg: 'RS256',
        kid: 'own',
        typ: 'at+jwt',
        ...header,
      });
      return signing.sign(by === 'own' ? own.privateKey : foreign.privateKey);
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
