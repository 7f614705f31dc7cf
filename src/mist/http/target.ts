import { splitRoute } from '../spec/routes.ts';
import type { MistRequest } from './client.ts';

/** Method and path of a request, as sent: what a confirmation is bound to, and what a record names. */
export function targetOf({ route, path = {} }: Pick<MistRequest, 'route' | 'path'>): {
  readonly method: string;
  readonly path: string;
} {
  const { method, path: template } = splitRoute(route);
  const filled = template.replace(/\{([^{}]+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
  return { method, path: filled };
}
