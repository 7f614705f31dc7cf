import { createServer } from 'node:http';

/** A JSON object, to be looked into. */
export type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** All objects below a value that have a member of that name. */
export function having(value: unknown, name: string): Json[] {
  if (Array.isArray(value)) return value.flatMap((one) => having(one, name));
  if (!isJson(value)) return [];
  return [...(name in value ? [value] : []), ...Object.values(value).flatMap((one) => having(one, name))];
}

/** The attributes of a span, a point or a resource as plain values. */
export function attributesOf(value: unknown): Json {
  const list = isJson(value) && Array.isArray(value.attributes) ? value.attributes : [];
  return Object.fromEntries(
    list.map((one: unknown) => {
      const held = isJson(one) && isJson(one.value) ? Object.values(one.value)[0] : undefined;
      return [isJson(one) ? String(one.key) : '', held];
    }),
  );
}

const pointsIn = (exported: unknown, metric: string): Json[] =>
  having(exported, 'name')
    .filter(({ name }) => name === metric)
    .flatMap((one) => having(one, 'dataPoints').flatMap(({ dataPoints }) => having(dataPoints, 'timeUnixNano')));

/** A collector for OTLP as JSON over HTTP. */
export interface Collector {
  readonly url: string;
  /** Bodies by path, as they came. */
  readonly bodies: { readonly path: string; readonly text: string; readonly headers: Json }[];
  spans(): Json[];
  /** A metric by name, with its points. */
  points(metric: string): Json[];
  /** Its points as they were exported last; each export has all that was counted so far. */
  latest(metric: string): Json[];
  close(): Promise<void>;
}

/** Starts a collector. @param status what it answers every export with */
export async function startCollector(status = 200): Promise<Collector> {
  const bodies: Collector['bodies'] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      bodies.push({ path: request.url ?? '', text, headers: request.headers });
      response.writeHead(status, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address) resolve(address.port);
    });
  });
  const parsed = (path: string): unknown[] =>
    bodies.filter((body) => body.path.endsWith(path)).map(({ text }) => JSON.parse(text));
  return {
    url: `http://127.0.0.1:${port}`,
    bodies,
    spans: () => having(parsed('/v1/traces'), 'spanId').filter((one) => 'name' in one),
    points: (metric) => pointsIn(parsed('/v1/metrics'), metric),
    latest: (metric) => pointsIn(parsed('/v1/metrics').at(-1), metric),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
