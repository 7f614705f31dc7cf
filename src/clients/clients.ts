import { nearest } from '../core/nearest.ts';
import { type Client, TOKEN_INPUT, TOKEN_VARIABLE } from './client.ts';
import { braced, everywhere, fromTheDesktop, NO_QUESTION, passesNothing, SHOWS_QUESTION } from './client-texts.ts';
import { moreClients } from './more-clients.ts';

/** Every client that `setup` and the documentation know, in the order of the documentation. */
export const clients: readonly Client[] = [
  {
    id: 'claude-desktop',
    graphical: true,
    title: 'Claude Desktop',
    format: 'json',
    user: {
      mac: '~/Library/Application Support/Claude/claude_desktop_config.json',
      windows: '%APPDATA%\\Claude\\claude_desktop_config.json',
      linux: '~/.config/Claude/claude_desktop_config.json',
    },
    packaged: '%LOCALAPPDATA%\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude\\claude_desktop_config.json',
    key: 'mcpServers',
    token: passesNothing('Claude Desktop'),
    check: 'Quit Claude Desktop wholly and start it again; Settings → Developer lists `mistmcp` as running.',
    asks: false,
    confirms: NO_QUESTION,
  },
  {
    id: 'claude-code',
    title: 'Claude Code',
    format: 'json',
    user: everywhere('~/.claude.json'),
    moved: { variable: 'CLAUDE_CONFIG_DIR', file: '.claude.json' },
    project: '.mcp.json',
    key: 'mcpServers',
    types: { stdio: 'stdio', http: 'http' },
    url: 'url',
    // The empty default keeps the whole file readable where the variable is not set.
    reference: braced(`${TOKEN_VARIABLE}:-`),
    needsShell: true,
    token:
      'Set `MIST_APITOKEN` in the shell that starts `claude`; the entry only refers to the variable. Sessions in the desktop application may not fill it in: `-e FILE` does not depend on that.',
    seen: '2.1.332 on Linux: the entry of setup, its own command, all tools, a list, an error with its advice, a picture and a declined question',
    check:
      '`claude mcp list`, or `/mcp` in a session, shows `mistmcp` as connected. Servers of a project are asked about once, when `claude` starts there.',
    asks: true,
    confirms: SHOWS_QUESTION,
  },
  {
    id: 'vscode',
    graphical: true,
    title: 'VS Code',
    aliases: ['code', 'vs-code', 'copilot'],
    format: 'jsonc',
    user: {
      mac: '~/Library/Application Support/Code/User/mcp.json',
      windows: '%APPDATA%\\Code\\User\\mcp.json',
      linux: '~/.config/Code/User/mcp.json',
    },
    project: '.vscode/mcp.json',
    key: 'servers',
    types: { stdio: 'stdio', http: 'http' },
    url: 'url',
    reference: braced(`input:${TOKEN_INPUT}`),
    asksForInputs: true,
    token:
      'VS Code asks for the token when it first starts the server, without showing it, and keeps it in its secret storage; the file only refers to the answer. Copilot CLI sessions in VS Code get no server that asks: for these use `-e FILE`.',
    check:
      'The command “MCP: List Servers” shows `mistmcp` as running, and its tools are listed in the chat’s tool picker.',
    asks: true,
    confirms: SHOWS_QUESTION,
  },
  {
    id: 'cursor',
    graphical: true,
    title: 'Cursor',
    format: 'json',
    user: everywhere('~/.cursor/mcp.json'),
    project: '.cursor/mcp.json',
    key: 'mcpServers',
    url: 'url',
    reference: braced(`env:${TOKEN_VARIABLE}`),
    token: fromTheDesktop('Cursor'),
    check: 'Settings → MCP shows `mistmcp` with a green dot and its tools.',
    asks: true,
    confirms: SHOWS_QUESTION,
  },
  {
    id: 'codex',
    title: 'Codex',
    format: 'toml',
    user: everywhere('~/.codex/config.toml'),
    moved: { variable: 'CODEX_HOME', file: 'config.toml' },
    project: '.codex/config.toml',
    key: 'mcp_servers',
    url: 'url',
    forwards: true,
    token: 'Set `MIST_APITOKEN` in the shell that starts `codex`; the entry names the variable, and Codex hands it on.',
    seen: '0.171.0 on Linux: the entry of setup, its own command, all tools, a list, an error with its advice, a picture and a declined question',
    check:
      '`codex mcp list`, or `/mcp` in a session, shows `mistmcp`. The file of a project counts only in folders that Codex trusts.',
    asks: true,
    confirms: `${SHOWS_QUESTION} Where its approvals are switched off (\`approval_policy = "never"\`, full access included), Codex declines such questions unseen, and nothing is changed.`,
  },
  {
    id: 'gemini-cli',
    title: 'Gemini CLI',
    aliases: ['gemini'],
    format: 'jsonc',
    user: everywhere('~/.gemini/settings.json'),
    project: '.gemini/settings.json',
    key: 'mcpServers',
    url: 'httpUrl',
    reference: `$${TOKEN_VARIABLE}`,
    token: 'Set `MIST_APITOKEN` in the shell that starts `gemini`; the entry only refers to the variable.',
    seen: '0.61.0 on Linux, in a trusted folder: the entry of setup, its own command, the tools that read, a list, an error with its advice and a picture',
    check: '`gemini mcp list`, or `/mcp` in a session, shows `mistmcp` as connected.',
    asks: false,
    confirms: NO_QUESTION,
  },
  {
    id: 'windsurf',
    graphical: true,
    title: 'Windsurf',
    note: 'Since June 2026 Windsurf is called Devin Desktop and reads another file: for those versions use `mistmcp setup devin-desktop`.',
    format: 'json',
    user: everywhere('~/.codeium/windsurf/mcp_config.json'),
    key: 'mcpServers',
    url: 'serverUrl',
    reference: braced(`env:${TOKEN_VARIABLE}`),
    token: fromTheDesktop('Windsurf'),
    check: 'Settings → Cascade → MCP servers shows `mistmcp` with its tools, after a refresh.',
    asks: false,
    confirms: NO_QUESTION,
  },
  {
    id: 'devin-desktop',
    graphical: true,
    title: 'Devin Desktop',
    aliases: ['devin'],
    note: 'Devin Desktop is what Windsurf is called since June 2026.',
    format: 'json',
    user: {
      mac: '~/.config/devin/mcp_config.json',
      windows: '%APPDATA%\\devin\\mcp_config.json',
      linux: '~/.config/devin/mcp_config.json',
    },
    project: '.devin/mcp_config.json',
    key: 'mcpServers',
    url: 'url',
    token: passesNothing('Devin Desktop'),
    check: 'The MCP section of the agent panel lists `mistmcp` with its tools.',
    asks: false,
    confirms: NO_QUESTION,
  },
  ...moreClients,
];

/** The client of that id or other name, in any case. */
export function findClient(word: string): Client | undefined {
  const wanted = word.trim().toLowerCase();
  return clients.find(({ id, title, aliases = [] }) =>
    [id, title.toLowerCase(), title.toLowerCase().replaceAll(' ', ''), ...aliases].includes(wanted),
  );
}

/** One sentence about a word that is no client: the nearest, and all there are. */
export function unknownClient(word: string): string {
  const ids = clients.map(({ id }) => id);
  const [close] = nearest(word, ids, 1);
  const hint = close === undefined ? '' : ` Did you mean ${close}?`;
  return `No such client.${hint} There are: ${ids.join(', ')}.`;
}
