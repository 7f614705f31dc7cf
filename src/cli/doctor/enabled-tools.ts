import type { Config } from '../../config/config.ts';
import { askRole } from '../../mist/role.ts';
import type { Session } from '../../mist/session.ts';
import { enabledTools } from '../../server.ts';
import { isWriteTool } from '../../tool/effect.ts';
import { tools } from '../../tools/index.ts';
import { type Check, ok, warning } from './check.ts';

const count = (config: Config): string => {
  const offered = enabledTools(config);
  const writers = offered.filter(isWriteTool).length;
  return `${offered.length} of ${tools.length}: ${offered.length - writers} that read, ${writers} that write`;
};

/**
 * Which tools a server with these settings would offer.
 *
 * @param session to ask for the role with; undefined where the token is not accepted
 */
export async function checkTools(config: Config, session: Session | undefined, signal: AbortSignal): Promise<Check> {
  const name = 'tools';
  if (!config.writeTools || session === undefined) return ok(name, count(config));
  const { may, roles } = await askRole(session, signal);
  if (may) return ok(name, count(config));
  const found = `${count({ ...config, writeTools: false })}; the token may only read (${roles.join(', ')})`;
  return warning(
    name,
    found,
    'To change things, use a token whose role may write; else leave --enable-write-tools out.',
  );
}

/** Whether anything can be changed, and whether a person is asked first. */
export function checkWriting({ writeTools, elicitation }: Config): Check {
  const name = 'changes';
  if (!writeTools) return ok(name, 'off: nothing can be changed without --enable-write-tools');
  if (elicitation) return ok(name, 'on: each is put before a person, in an application that can ask (elicitation)');
  return warning(
    name,
    'on, and --disable-elicitation is too: changes are made without asking anybody',
    'Leave --disable-elicitation out, unless something else asks.',
  );
}
