import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedCall } from './model.ts';

/** How a program is made to play the plan. */
export interface Play {
  readonly args: readonly string[];
  /** @param url of the stand-in for the model */
  env?(url: string): Readonly<Record<string, string>>;
  /** Writes what it needs besides the entry, before the entry is there. */
  prepare?(home: string, url: string): void;
  /** A call of its own that takes a while, where it asks its model before its servers are there. */
  readonly wait?: PlannedCall;
}

/** A program that speaks MCP, from npm, at the version that was tried. */
export interface AgentProgram {
  /** The id of its row in the table of clients. */
  readonly client: string;
  /** Package and exact version. */
  readonly package: string;
  readonly bin: string;
  /** The arguments by which it lists its servers, and what it says of one that answers; absent where it has no such list. */
  readonly list?: { readonly args: readonly string[]; readonly connected: RegExp };
  readonly env?: Readonly<Record<string, string>>;
  readonly play: Play;
  /** What becomes of a picture where its model does not see it. */
  readonly picture?: { readonly what: string; readonly wanted: RegExp };
}

/** Puts text before what stands in a file. */
function put(home: string, path: readonly string[], text: string): void {
  const file = join(home, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text + readOr(file));
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const GO = 'Look at the network.';

/** The programs, each with the interface of its model pointed at the stand-in. */
export const programs: readonly AgentProgram[] = [
  {
    client: 'claude-code',
    package: '@anthropic-ai/claude-code@2.1.332',
    bin: 'claude',
    list: { args: ['mcp', 'list'], connected: /mistmcp: .*Connected/ },
    play: {
      args: ['-p', GO, '--allowedTools', 'mcp__mistmcp,Bash(sleep:*)', '--model', 'claude-sonnet-4-5'],
      env: (url) => ({
        ANTHROPIC_BASE_URL: url,
        ANTHROPIC_API_KEY: 'fake',
        DISABLE_TELEMETRY: '1',
        // Else it shows its model a search in place of the tools.
        ENABLE_TOOL_SEARCH: 'false',
      }),
      wait: { tool: 'Bash', input: { command: 'sleep 3', description: 'Wait' } },
    },
  },
  {
    client: 'codex',
    package: '@openai/codex@0.171.0',
    bin: 'codex',
    list: { args: ['mcp', 'list'], connected: /^mistmcp .*enabled/m },
    play: {
      args: ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox', GO],
      env: () => ({ FAKE_KEY: 'fake' }),
      wait: { tool: 'exec_command', input: { cmd: 'sleep 3' } },
      prepare: (home, url) =>
        put(
          home,
          ['.codex', 'config.toml'],
          `model = "gpt-5"\nmodel_provider = "fake"\n\n[model_providers.fake]\nname = "fake"\nbase_url = "${url}/v1"\nwire_api = "responses"\nenv_key = "FAKE_KEY"\n\n`,
        ),
    },
  },
  {
    client: 'gemini-cli',
    package: '@google/gemini-cli@0.61.0',
    bin: 'gemini',
    list: { args: ['mcp', 'list'], connected: /mistmcp: .*Connected/ },
    // It starts no server in a folder that nobody has called trusted.
    env: { GEMINI_CLI_TRUST_WORKSPACE: 'true' },
    play: {
      args: ['-p', GO, '--yolo', '--model', 'gemini-2.5-flash'],
      env: (url) => ({ GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: 'fake' }),
      prepare: (home) =>
        put(
          home,
          ['.gemini', 'settings.json'],
          JSON.stringify({ security: { auth: { selectedType: 'gemini-api-key' } } }),
        ),
    },
  },
  {
    client: 'copilot-cli',
    package: '@github/copilot@1.0.102',
    bin: 'copilot',
    list: { args: ['mcp', 'list'], connected: /mistmcp \(local\)/ },
    play: {
      args: ['-p', GO, '--allow-all-tools'],
      env: (url) => ({
        COPILOT_OFFLINE: 'true',
        COPILOT_PROVIDER_BASE_URL: url,
        COPILOT_PROVIDER_TYPE: 'anthropic',
        COPILOT_PROVIDER_API_KEY: 'fake',
        COPILOT_MODEL: 'claude-sonnet-4.5',
      }),
    },
    picture: { what: 'of a picture only the figures come back', wanted: /"x_label":"seconds"/ },
  },
  {
    client: 'opencode',
    package: 'opencode-ai@1.18.33',
    bin: 'opencode',
    list: { args: ['mcp', 'list'], connected: /mistmcp.*connected/s },
    play: {
      args: ['run', '--model', 'fake/fake', GO],
      prepare: (home, url) =>
        put(
          home,
          ['.config', 'opencode', 'opencode.json'],
          JSON.stringify({
            provider: {
              fake: {
                npm: '@ai-sdk/anthropic',
                options: { baseURL: `${url}/v1`, apiKey: 'fake' },
                models: { fake: { name: 'fake', modalities: { input: ['text', 'image'], output: ['text'] } } },
              },
            },
          }),
        ),
    },
  },
  {
    client: 'continue',
    package: '@continuedev/cli@1.5.47',
    bin: 'cn',
    play: {
      args: ['-p', GO, '--auto'],
      env: () => ({ CONTINUE_TELEMETRY_ENABLED: '0' }),
      prepare: (home, url) =>
        put(
          home,
          ['.continue', 'config.yaml'],
          `name: Local Config\nversion: 1.0.0\nschema: v1\nmodels:\n  - name: fake\n    provider: anthropic\n    model: claude-sonnet-4-5\n    apiKey: fake\n    apiBase: ${url}/v1/\n    roles: [chat]\n    capabilities: [tool_use, image_input]\n`,
        ),
    },
    picture: { what: 'a picture comes back as text', wanted: /"type":"image","data":"/ },
  },
];
