import type { IncomingMessage } from 'node:http';
import { isRecord } from '../../core/json.ts';
import type { ResponseFormat } from '../../tool/result.ts';
import { clientAddress } from './client-address.ts';
import type { CloudList } from './cloud-list.ts';
import { readCredentials } from './credentials.ts';
import type { CallerRecord, Tenant } from './tenant.ts';
import type { Tenants } from './tenants.ts';

/** Somebody whose request may be served, and how. */
export interface Admitted {
  readonly tenant: Tenant;
  readonly readonly: boolean;
  /** Form of answers; the operator's where the client asks for none. */
  readonly format: ResponseFormat | undefined;
  /** Whether the token may be used for changes; it may unless told. */
  readonly mayChange?: boolean;
  /** What records say of whoever signed in. */
  readonly caller?: CallerRecord | undefined;
  /** Looks at what was sent. @throws HttpRefusal for what the token may not ask for */
  readonly permit?: (body: unknown) => void;
}

/** How requests come in: it finds out whose they are. */
export interface Entry {
  /** @throws HttpRefusal for a request that is nobody's */
  with(request: IncomingMessage, query: URLSearchParams, work: (admitted: Admitted) => Promise<void>): Promise<void>;
}

/** Whether a request is one of the calls that a tenant has a number of: a listening stream is bounded by its session. */
export const isCounted = ({ method }: IncomingMessage): boolean => method !== 'GET';

/** Messages that want something new; answers and notifications belong to what is under way. */
export const countRequests = (body: unknown): number =>
  Array.isArray(body)
    ? body.reduce((sum: number, message: unknown) => sum + countRequests(message), 0)
    : Number(isRecord(body) && 'method' in body && 'id' in body);

/** What the entry of Mist tokens is made from. */
export interface TokenEntryOptions {
  readonly clouds: CloudList;
  readonly tenants: Tenants;
  /** Proxies in front, each of which adds an entry to X-Forwarded-For. */
  readonly proxyHops: number;
  /** Whether tokens of an identity provider may come astray here; they go to no cloud. */
  readonly refuseJwt: boolean;
}

/** The entry for clients that send a Mist token of their own. */
export const tokenEntry = ({ clouds, tenants, proxyHops, refuseJwt }: TokenEntryOptions): Entry => ({
  async with(request, query, work) {
    const { readonly, format, ...credentials } = readCredentials(request.headersDistinct, query, clouds, refuseJwt);
    const arrival = { address: clientAddress(request, proxyHops), counts: isCounted(request) };
    await tenants.with(credentials, arrival, (tenant) => work({ tenant, readonly, format }));
  },
});
