import type { SignInConfig } from '../../../config/sign-in.ts';
import { proxiedFetch } from '../../../mist/http/proxy/fetch.ts';
import type { WebProxy } from '../../../mist/http/proxy/proxy.ts';
import type { ProfileTokensSource } from '../../../profiles/tokens.ts';
import type { AddressFailures } from '../address-failures.ts';
import type { Entry } from '../entry.ts';
import type { TenantPool } from '../tenant-pool.ts';
import { Access } from './access.ts';
import { Challenges } from './challenges.ts';
import { type CallTest, SignInEntry } from './entry.ts';
import { People, type PeopleSource } from './people.ts';
import { PersonLimit } from './person-limit.ts';
import { ProviderKeys } from './provider-keys.ts';
import { TokenVerifier } from './verifier.ts';

/** What signing in is made from. */
export interface SignInSetup {
  readonly config: SignInConfig;
  readonly proxy: WebProxy | undefined;
  readonly log: ConstructorParameters<typeof Access>[2];
  readonly pool: TenantPool;
  readonly tokens: ProfileTokensSource;
  readonly people: PeopleSource;
  /** Addresses that forged tokens come from, and how many proxies stand before them. */
  readonly failures: AddressFailures;
  readonly proxyHops: number;
  /** Finds a number that replicas add up. */
  readonly countOf: ConstructorParameters<typeof PersonLimit>[1];
  /** Whether anything can be changed at all, and whether a call would. */
  readonly writes: boolean;
  readonly changes: CallTest;
  /** How often the access file is looked at, in milliseconds; 30 s unless told. */
  readonly lookMs?: number | undefined;
}

/** Signing in, ready to be put on its paths. */
export interface SignIn {
  readonly entry: Entry;
  /** What everybody may read about this server, by path. */
  readonly documents: ReadonlyMap<string, object>;
  scrub(line: string): string;
  close(): void;
}

/** Puts the parts together. Mist is asked about the tokens behind this. @throws ConfigError for the access file */
export function openSignIn({
  config,
  proxy,
  log,
  pool,
  tokens,
  people,
  writes,
  changes,
  countOf,
  failures,
  proxyHops,
  lookMs,
}: SignInSetup): SignIn {
  const access = new Access(config.access, tokens, log);
  const challenges = new Challenges(config);
  const keys = new ProviderKeys(config.issuer, proxy?.leadsTo(config.issuer) ? proxiedFetch(proxy) : undefined);
  const metadata = challenges.metadata(writes);
  const admitted = new People(access, pool, people);
  access.follow(() => admitted.review());
  access.start(lookMs);
  void access.tokens.look();
  return {
    entry: new SignInEntry({
      ...{ config, challenges, failures, proxyHops },
      verifier: new TokenVerifier(config, keys),
      people: admitted,
      limit: new PersonLimit(config.personLimit, countOf),
      changes,
    }),
    documents: new Map(challenges.metadataPaths.map((path) => [path, metadata])),
    scrub: (line) => access.tokens.scrub(line),
    close: () => access.close(),
  };
}
