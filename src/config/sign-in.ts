import { isLoopback } from '../core/loopback.ts';
import { ConfigError, shown } from './error.ts';
import { httpSettings } from './http-settings.ts';
import type { Setting } from './setting.ts';
import { asInteger, asList, asSwitch, type SettingText } from './values.ts';

/** How people sign in. */
export interface SignInConfig {
  /** As tokens have it in `iss`. */
  readonly issuer: string;
  /** Any of them in `aud` makes a token one for this server. */
  readonly audiences: readonly string[];
  /** The address of `/mcp` as people type it. */
  readonly publicUrl: string;
  readonly readScope?: string | undefined;
  readonly writeScope?: string | undefined;
  /** Names on the way to the claim with a person's groups, outermost first. */
  readonly groupsClaim: readonly string[];
  /** Client ids that are taken; any where there is none. */
  readonly clients: readonly string[];
  /** Name of the access file. */
  readonly access: string;
  /** Whether Mist tokens are taken too, on a path of their own. */
  readonly mistTokens: boolean;
  /** Requests a minute of one person. */
  readonly personLimit: number;
}

const { oidcIssuer, oidcAudience, publicUrl, oidcReadScope, oidcWriteScope, oidcGroupsClaim, oidcClients, access } =
  httpSettings;
const NEEDS_ISSUER = [oidcAudience, publicUrl, oidcReadScope, oidcWriteScope, oidcGroupsClaim, oidcClients, access];

/** What a scope may hold (RFC 6749), so that it can stand in a header. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,300}$/;

/**
 * Reads the settings of signing in.
 *
 * @throws ConfigError one sentence for the first that cannot be used
 */
export function readSignIn(given: (setting: Setting) => SettingText | undefined): SignInConfig | undefined {
  const issuer = given(oidcIssuer);
  if (!issuer) {
    const alone = [...NEEDS_ISSUER, httpSettings.mistTokens, httpSettings.personLimit]
      .map(given)
      .find((text) => text !== undefined);
    if (alone) throw new ConfigError(`${alone.from} takes effect with --oidc-issuer only; give both, or leave it out.`);
    return undefined;
  }
  const file = given(access)?.text;
  if (file === undefined) {
    throw new ConfigError(`${issuer.from} needs --access too: the file that says who may use which Mist token.`);
  }
  const named = asList(given(oidcAudience));
  const address = addressOf(given(publicUrl), named);
  return {
    issuer: urlOf(issuer),
    audiences: named.length > 0 ? named : [address],
    publicUrl: address,
    readScope: scopeOf(given(oidcReadScope)),
    writeScope: scopeOf(given(oidcWriteScope)),
    groupsClaim: (given(oidcGroupsClaim)?.text.trim() ?? oidcGroupsClaim.default).split('.'),
    clients: asList(given(oidcClients)),
    access: file,
    mistTokens: asSwitch(given(httpSettings.mistTokens)),
    personLimit: asInteger(httpSettings.personLimit, given(httpSettings.personLimit)),
  };
}

function addressOf(given: SettingText | undefined, audiences: readonly string[]): string {
  if (given) return urlOf(given);
  const audience = audiences.find((text) => /^https?:\/\//.test(text));
  if (audience !== undefined) return urlOf({ text: audience, from: '--oidc-audience' });
  throw new ConfigError('--oidc-issuer needs --public-url too: the address of /mcp as people type it.');
}

/** As it was written, since tokens name it letter by letter. @throws ConfigError for what is no plain https address */
function urlOf({ text, from }: SettingText): string {
  const written = text.trim();
  const url = URL.canParse(written) ? new URL(written) : undefined;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  if (url && safe && url.search === '' && url.hash === '' && url.username === '') return written;
  throw new ConfigError(`${from} must be an https address without a query, not ${shown(text)}.`);
}

function scopeOf(given: SettingText | undefined): string | undefined {
  if (!given || SCOPE.test(given.text.trim())) return given?.text.trim();
  throw new ConfigError(`${given.from} must be one scope, without blanks.`);
}
