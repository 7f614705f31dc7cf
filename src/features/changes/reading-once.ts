import type { MistAnswer } from '../../mist/http/client.ts';
import type { CallParameters, ToolContext } from '../../tool/context.ts';

const keyOf = (route: string, { path = {}, query = {} }: CallParameters = {}): string =>
  JSON.stringify([route, path, query]);

/**
 * A call that asks the cloud each thing once: what was read is at hand for whoever needs it next. It is for what is
 * looked at before the person is asked; what must be fresh is read with the call itself.
 */
export function readingOnce(context: ToolContext): ToolContext {
  const known = new Map<string, Promise<MistAnswer>>();
  return {
    ...context,
    isKnown: (route, parameters) => known.has(keyOf(route, parameters)),
    send(route, parameters) {
      if (!route.startsWith('GET ')) return context.send(route, parameters);
      const key = keyOf(route, parameters);
      const answer = known.get(key) ?? context.send(route, parameters);
      known.set(key, answer);
      return answer;
    },
  };
}
