import { readFileSync } from 'node:fs';

type Json = Record<string, unknown>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function at(value: unknown, ...keys: readonly string[]): Json {
  let here = value;
  for (const key of keys) here = isJson(here) ? here[key] : undefined;
  if (!isJson(here)) throw new Error(`the document has nothing at ${keys.join(' ')}`);
  return here;
}

/** The route that moves, and where to. */
export const MOVED = {
  from: '/api/v1/sites/{site_id}/rrm/current',
  to: '/api/v1/sites/{site_id}/rrm/current_plan',
} as const;

/** The parameter that gets another name. */
export const RENAMED = { path: '/api/v1/orgs/{org_id}/alarms/search', from: 'type', to: 'alarm_kind' } as const;

/** The cloud that is added. */
export const ADDED = { url: 'https://api.gc99.mist.com', description: 'Mist Global 99' } as const;

/**
 * A release that nobody made, out of one that there is: a route moved, a family (webhooks) gone, a parameter renamed, a
 * cloud added.
 *
 * @param path of the document
 */
export function madeUpRelease(path: string): string {
  const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const paths = at(document, 'paths');
  paths[MOVED.to] = paths[MOVED.from];
  delete paths[MOVED.from];
  for (const name of Object.keys(paths)) if (name.includes('/webhooks')) delete paths[name];
  const { parameters } = at(paths, RENAMED.path, 'get');
  if (!Array.isArray(parameters)) throw new Error('the search has no parameters');
  at(paths, RENAMED.path, 'get').parameters = parameters.map((one: unknown) => {
    const parameter = isJson(one) && typeof one.$ref === 'string' ? at(document, ...one.$ref.split('/').slice(1)) : one;
    return isJson(parameter) && parameter.name === RENAMED.from ? { ...parameter, name: RENAMED.to } : one;
  });
  const root = at(document);
  root.servers = [...(Array.isArray(root.servers) ? root.servers : []), ADDED];
  at(root, 'info').version = '2699.1.0';
  return JSON.stringify(root);
}
