import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'jsonc-parser';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import type { Client } from '../../src/clients/client.ts';
import { placeOf } from '../../src/clients/config-path.ts';
import { isRecord, type JsonObject } from '../../src/core/json.ts';
import { command, processEnv } from '../harness/command.ts';

/** What a command said, and how it ended. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A home folder of somebody who has nothing yet. */
export interface Home {
  readonly folder: string;
  run(args: readonly string[], env?: NodeJS.ProcessEnv): Outcome;
  /** Where the client's own configuration is in this home. */
  pathOf(client: Client): string;
  put(path: string, text: string, mode?: number): void;
  read(path: string): string;
  modeOf(path: string): number;
  /** Names beside a file. */
  beside(path: string): string[];
  close(): void;
}

export function openHome(): Home {
  const folder = mkdtempSync(join(tmpdir(), 'mistmcp-home-'));
  const [program = '', ...first] = command;
  const variables = { HOME: folder, USERPROFILE: folder, APPDATA: join(folder, 'roaming'), PATH: process.env.PATH };
  return {
    folder,
    run(args, env = {}) {
      // Tokens and clouds here are made up, or the clouds are real ones that nobody must ask.
      const unasked = args[0] === 'setup' ? ['--no-check'] : [];
      const done = spawnSync(program, [...first, ...args, ...unasked], {
        cwd: folder,
        env: processEnv({ ...variables, ...env }),
        encoding: 'utf8',
      });
      return { code: done.status, stdout: done.stdout, stderr: done.stderr };
    },
    pathOf: (client) =>
      placeOf(client, 'user', { env: {}, system: 'linux', home: folder, cwd: folder, exists: () => false }) ?? '',
    put(path, text, mode = 0o644) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text, { mode });
    },
    read: (path) => readFileSync(path, 'utf8'),
    modeOf: (path) => statSync(path).mode & 0o777,
    beside: (path) => readdirSync(dirname(path)),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The command line that runs the server from source, for `--command`. */
export const fromSource = command.map((word) => `"${word}"`).join(' ');

function contentOf({ format }: Client, text: string): unknown {
  if (format === 'toml') return parseToml(text);
  if (format === 'yaml') return parseYaml(text);
  return format === 'json' ? JSON.parse(text) : parse(text);
}

/** The entry for this server, read from a file's text as the client reads it: strictly where it is strict. */
export function entryAsRead(client: Client, text: string): JsonObject {
  const content = contentOf(client, text);
  const servers = isRecord(content) ? content[client.key] : undefined;
  const entry = Array.isArray(servers)
    ? servers.find((server) => isRecord(server) && server.name === 'mistmcp')
    : isRecord(servers) && servers.mistmcp;
  if (!isRecord(entry)) throw new Error(`no entry in ${text.slice(0, 200)}`);
  return entry;
}

/** What an entry starts, as a client reads it: a program with arguments, or both in one list. */
export function startOf(entry: JsonObject): { words: readonly string[]; env: unknown } {
  const { command = entry.cmd, args, env = entry.environment ?? entry.envs } = entry;
  const words = [command, Array.isArray(args) ? args : []].flat(2).map(String);
  return { words, env };
}

/** Address and headers of an entry for a server that runs already. */
export function addressOf(entry: JsonObject): { url: string; headers: unknown } {
  const { url = entry.httpUrl ?? entry.serverUrl ?? entry.uri, headers = entry.http_headers, requestOptions } = entry;
  return { url: String(url), headers: isRecord(requestOptions) ? requestOptions.headers : headers };
}

/** Texts by name, with placeholders filled in, as the client hands them on, or the person where it fills in nothing. */
export function filledIn(value: unknown, token: string): Record<string, string> {
  const placeholder = /\$\{?(?:env:|input:)?mist_apitoken(?::-)?\}?|\{env:mist_apitoken\}|<your Mist API token>/gi;
  const members = Object.entries(isRecord(value) ? value : {});
  return Object.fromEntries(members.map(([name, text]) => [name, String(text).replace(placeholder, token)]));
}
