import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A cloud that tells everyone who they are, and notices when one asks for what is another's. */
export interface Mirror {
  /** Host and port, as a client names the cloud. */
  readonly name: string;
  readonly url: string;
  /** Requests with a token that is none of this cloud's, or for another one's organization. */
  readonly wrong: string[];
  readonly requests: number;
  /** Most requests under way at once, by token. */
  readonly most: ReadonlyMap<string, number>;
  close(): void;
}

/** The organization of a token at a cloud; all of them have the same name. */
export function orgOf(token: string): string {
  const hex = createHash('sha256').update(token).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}

/** What a cloud calls the holder of a token: an answer never holds the token itself. */
export const holderOf = (token: string): string => `holder-${orgOf(token).slice(0, 8)}`;

/** Starts a cloud. @param mine whether a token belongs here */
export async function startMirror(mine: (token: string) => boolean): Promise<Mirror> {
  const wrong: string[] = [];
  const now = new Map<string, number>();
  const most = new Map<string, number>();
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests += 1;
    const token = /^Token (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
    const under = (now.get(token) ?? 0) + 1;
    now.set(token, under);
    most.set(token, Math.max(most.get(token) ?? 0, under));
    await wait(2 + Math.random() * 8);
    now.set(token, (now.get(token) ?? 1) - 1);
    const { pathname } = new URL(request.url ?? '/', 'http://cloud');
    const asked = /^\/api\/v1\/orgs\/([^/]+)/.exec(pathname)?.[1];
    if (!mine(token) || (asked !== undefined && asked !== orgOf(token))) wrong.push(`${token} ${pathname}`);
    const body = answerOf(pathname, token);
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address: AddressInfo | string | null = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    name: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}`,
    wrong,
    get requests() {
      return requests;
    },
    most,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answerOf(pathname: string, token: string): object {
  const org_id = orgOf(token);
  if (pathname === '/api/v1/self') {
    const privileges = [{ scope: 'org', role: 'read', org_id, org_name: 'Acme', name: 'Acme' }];
    return { email: `${holderOf(token)}@mirror.example`, privileges };
  }
  if (pathname === '/api/v1/self/usage') return { requests: 1, request_limit: 5000, seen: holderOf(token) };
  if (pathname.endsWith('/sites')) return [{ id: orgOf(`${token} site`), org_id, name: `Site of ${holderOf(token)}` }];
  return { id: org_id, name: `Acme of ${holderOf(token)}` };
}
