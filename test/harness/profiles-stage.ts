import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { readAnswer, type ToolAnswer } from './answer.ts';
import { command, processEnv } from './command.ts';
import { type Era, speaking } from './era.ts';
import { PATIENCE } from './patience.ts';
import { profilesToml, type StagedProfile } from './profiles-toml.ts';

export interface ProfilesStageOptions {
  readonly era?: Era;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly client?: ConstructorParameters<typeof Client>[1];
}

/** A server with a file of profiles, as a process of its own, and a real MCP client on its stdio. */
export interface ProfilesStage {
  readonly client: Client;
  /** Folder of the file `config.toml` and of the tokens, each in `NAME.token`. */
  readonly folder: string;
  call(tool: string, args?: Record<string, unknown>): Promise<ToolAnswer>;
  /** Puts another token into the file of a profile. */
  setToken(name: string, token: string): void;
  stderr(): string;
  close(): Promise<void>;
}

/** Opens a stage. */
export async function openProfilesStage(
  profiles: Readonly<Record<string, StagedProfile>>,
  options: ProfilesStageOptions = {},
): Promise<ProfilesStage> {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  const put = (name: string, text: string): void => {
    writeFileSync(join(folder, name), text, { mode: 0o600 });
    chmodSync(join(folder, name), 0o600);
  };
  put('config.toml', profilesToml(profiles));
  for (const [name, { token }] of Object.entries(profiles)) put(`${name}.token`, token);
  const { era = '2025-11-25', args = [], env = {} } = options;
  const client = new Client({ name: 'stage', version: '1' }, { ...speaking(era), ...options.client });
  const [program = '', ...rest] = command;
  const transport = new StdioClientTransport({
    command: program,
    args: [...rest, '--config', join(folder, 'config.toml'), ...args],
    ...{ cwd: '/', env: processEnv({ ...env }), stderr: 'pipe' },
  });
  let stderr = '';
  transport.stderr?.on('data', (chunk: unknown) => {
    stderr += String(chunk);
  });
  await client.connect(transport);
  return {
    client,
    folder,
    async call(tool, given = {}) {
      return readAnswer(await client.callTool({ name: tool, arguments: given }, { timeout: PATIENCE }));
    },
    setToken: (name, token) => put(`${name}.token`, token),
    stderr: () => stderr,
    async close() {
      await client.close();
      rmSync(folder, { recursive: true });
    },
  };
}
