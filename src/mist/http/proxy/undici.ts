import { fetch, ProxyAgent } from 'undici';

/** What a web proxy takes of undici. The names are taken here, since not every bundler finds them in a later import. */
export const undici = { fetch, ProxyAgent };
