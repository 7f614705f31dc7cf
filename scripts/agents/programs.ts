/** A program that speaks MCP, from npm, at the version that was tried. */
export interface AgentProgram {
  /** The id of its row in the table of clients. */
  readonly client: string;
  /** Package and exact version. */
  readonly package: string;
  /** The arguments by which it lists its servers, and what it says of one that answers. */
  readonly list: readonly string[];
  readonly connected: RegExp;
  readonly env?: Readonly<Record<string, string>>;
}

/** Programs that connect to a server when they list it, or name it at least. */
export const programs: readonly (AgentProgram & { readonly bin: string })[] = [
  {
    client: 'claude-code',
    package: '@anthropic-ai/claude-code@2.1.332',
    bin: 'claude',
    list: ['mcp', 'list'],
    connected: /mistmcp: .*Connected/,
  },
  {
    client: 'codex',
    package: '@openai/codex@0.171.0',
    bin: 'codex',
    list: ['mcp', 'list'],
    connected: /^mistmcp .*enabled/m,
  },
  {
    client: 'gemini-cli',
    package: '@google/gemini-cli@0.61.0',
    bin: 'gemini',
    list: ['mcp', 'list'],
    connected: /mistmcp: .*Connected/,
    // It starts no server in a folder that nobody has called trusted.
    env: { GEMINI_CLI_TRUST_WORKSPACE: 'true' },
  },
  {
    client: 'copilot-cli',
    package: '@github/copilot@1.0.102',
    bin: 'copilot',
    list: ['mcp', 'list'],
    connected: /mistmcp \(local\)/,
  },
  {
    client: 'opencode',
    package: 'opencode-ai@1.18.33',
    bin: 'opencode',
    list: ['mcp', 'list'],
    connected: /mistmcp.*connected/s,
  },
];
