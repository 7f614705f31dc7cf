/** Why a certificate was not accepted, and what to do. */
export interface TlsTrouble {
  /** The end of a sentence that begins with who could not be reached. */
  readonly reason: string;
  /** Whole sentences. */
  readonly advice: string;
}

/** Codes of OpenSSL and Node where the chain ends at an authority that this machine does not know. */
const UNKNOWN_ISSUER = new Set([
  'SELF_SIGNED_CERT_IN_CHAIN',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_UNTRUSTED',
]);

/** Any other code of TLS; another attempt gives the same. */
const TLS = /CERT|TLS|SSL|SELF_SIGNED|ALTNAME|^EPROTO$/;

/** Node learned it with 22.15 and 23.8; asking Node itself needs no list of versions. */
const readsSystemStore = (): boolean => process.allowedNodeEnvironmentFlags.has('--use-system-ca');

/** How this Node is told of another authority; both are read when it starts, so not from a `.env` file. */
export function trustAdvice(): string {
  const file = 'NODE_EXTRA_CA_CERTS=/path/to/ca.pem';
  const ways = readsSystemStore()
    ? `NODE_OPTIONS=--use-system-ca (the authorities of the operating system) or ${file}`
    : `${file} (the authority's certificate in PEM form; Node 22.15 and newer can also use those of the operating system)`;
  return `Set ${ways} in the environment that starts mistmcp, not in .env.`;
}

/**
 * What a code of a failed connection says about TLS.
 *
 * @returns undefined when the code is about something else
 */
export function tlsTrouble(code: string): TlsTrouble | undefined {
  if (UNKNOWN_ISSUER.has(code)) {
    return {
      reason: `its certificate comes from an authority that is not known here (${code})`,
      advice: `Most often a proxy or firewall opens TLS and shows a certificate of its own. ${trustAdvice()}`,
    };
  }
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return {
      reason: `its certificate is not valid today (${code})`,
      advice: 'Check the clock of this machine; where it is right, a proxy in between shows an old certificate.',
    };
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return {
      reason: `its certificate is made out to another name (${code})`,
      advice: 'Check MIST_HOST; a login portal or a proxy in between may have answered in its place.',
    };
  }
  if (!TLS.test(code)) return undefined;
  return {
    reason: `TLS failed (${code})`,
    advice: 'Check MIST_HOST, and whether a proxy or firewall in between opens or breaks TLS.',
  };
}
