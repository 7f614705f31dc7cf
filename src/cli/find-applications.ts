import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import type { Client } from '../clients/client.ts';
import { clients } from '../clients/clients.ts';
import { placeOf, type Surroundings } from '../clients/config-path.ts';

/** Programs by which applications are started from a shell, where they are called otherwise than their row. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'claude-code': 'claude',
  'gemini-cli': 'gemini',
  'copilot-cli': 'copilot',
  continue: 'cn',
  vscode: 'code',
  'qwen-code': 'qwen',
  'amazon-q': 'q',
};

/** Whether a program of that name is found by a shell. */
export const onPath = (name: string, { env }: Pick<Surroundings, 'env'>): boolean =>
  (env.PATH ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)));

/** Whether an application seems to be on this machine: its program, its configuration, or the folder of that. */
export function seemsInstalled(client: Client, around: Surroundings): boolean {
  const path = placeOf(client, 'user', around);
  const folder = path === undefined ? undefined : dirname(path);
  // Files of applications that lie in the home folder itself have no folder that would tell.
  const own = folder !== undefined && folder !== around.home && existsSync(folder);
  return (path !== undefined && existsSync(path)) || own || onPath(PROGRAMS[client.id] ?? client.id, around);
}

/** Every application, those that seem to be here first. */
export function applications(around: Surroundings): readonly { readonly client: Client; readonly here: boolean }[] {
  const rows = clients.map((client) => ({ client, here: seemsInstalled(client, around) }));
  return [...rows.filter(({ here }) => here), ...rows.filter(({ here }) => !here)];
}
