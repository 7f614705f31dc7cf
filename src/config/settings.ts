import { httpSettings } from './http-settings.ts';

/** What every setting has: where it can be given and how the help describes it. */
interface Base {
  /** Long flag without dashes. */
  flag?: string;
  /** One letter. */
  short?: string;
  /** Further spellings of the flag. */
  aliases?: readonly string[];
  /** Environment variable, also looked for in the file that `--env-file` names. */
  variable?: string;
  /** Why there is a flag and deliberately no variable; the end of a sentence. */
  flagOnly?: string;
  help: string;
}

/** A free text. */
export interface TextSetting extends Base {
  kind: 'text';
  /** What stands for the value in the help. */
  placeholder: string;
  default?: string;
}

/** A whole number within bounds, both included. */
export interface IntegerSetting extends Base {
  kind: 'integer';
  placeholder: string;
  min: number;
  max: number;
  default: number;
}

/** On or off; off unless given. */
export interface SwitchSetting extends Base {
  kind: 'switch';
}

/** One of a few words. */
export interface ChoiceSetting<T extends string = string> extends Base {
  kind: 'choice';
  choices: readonly T[];
  default: T;
}

/** Texts separated by commas; the flag may be repeated. */
export interface ListSetting extends Base {
  kind: 'list';
  placeholder: string;
  default?: string;
}

export type Setting = TextSetting | IntegerSetting | SwitchSetting | ChoiceSetting | ListSetting;

/**
 * Every setting of the server. Parsing, the help text and the check for unknown names all come from this table.
 */
export const settings = {
  token: {
    kind: 'text',
    variable: 'MIST_APITOKEN',
    placeholder: 'TOKEN',
    help: 'Mist API token; from the environment only, since process lists show arguments',
  },
  cloud: {
    kind: 'text',
    variable: 'MIST_HOST',
    placeholder: 'HOST',
    default: 'api.mist.com',
    help: 'Mist cloud: host, portal URL or region name',
  },
  transport: {
    kind: 'choice',
    flag: 'transport',
    short: 't',
    variable: 'MISTMCP_TRANSPORT_MODE',
    choices: ['stdio', 'http'],
    default: 'stdio',
    help: 'how MCP clients connect',
  },
  host: {
    kind: 'text',
    flag: 'host',
    variable: 'MISTMCP_HOST',
    placeholder: 'ADDRESS',
    default: '127.0.0.1',
    help: 'address to listen on with http',
  },
  port: {
    kind: 'integer',
    flag: 'port',
    short: 'p',
    variable: 'MISTMCP_PORT',
    placeholder: 'PORT',
    min: 0,
    max: 65_535,
    default: 8000,
    help: 'port to listen on with http; 0 takes a free one',
  },
  ...httpSettings,
  responseFormat: {
    kind: 'choice',
    flag: 'response_format',
    aliases: ['response-format'],
    short: 'r',
    variable: 'MISTMCP_RESPONSE_FORMAT',
    choices: ['json', 'string'],
    default: 'json',
    help: 'structured answers, or text only',
  },
  maxResponseTokens: {
    kind: 'integer',
    flag: 'max-response-tokens',
    variable: 'MISTMCP_MAX_RESPONSE_TOKENS',
    placeholder: 'TOKENS',
    min: 1000,
    max: 25_000,
    default: 8000,
    help: 'size an answer is kept to; what is left out comes on the next page',
  },
  timeoutSeconds: {
    kind: 'integer',
    flag: 'timeout',
    variable: 'MISTMCP_TIMEOUT',
    placeholder: 'SECONDS',
    min: 1,
    max: 600,
    default: 30,
    help: 'how long one request to Mist may take',
  },
  proxy: {
    kind: 'text',
    variable: 'HTTPS_PROXY',
    placeholder: 'URL',
    help: 'web proxy on the way to Mist, such as http://proxy.example.com:3128; also https_proxy, ALL_PROXY, all_proxy',
  },
  noProxy: {
    kind: 'text',
    variable: 'NO_PROXY',
    placeholder: 'HOSTS',
    help: 'hosts, domains, host:port or * that are reached without the proxy, separated by commas; also no_proxy',
  },
  tools: {
    kind: 'list',
    flag: 'tools',
    variable: 'MISTMCP_TOOLS',
    placeholder: 'NAMES',
    help: 'groups (account, configuration, changes, devices, clients, events, insights, api, lists) or names of the tools to offer, separated by commas; -name takes one away; all unless given',
  },
  writeTools: {
    kind: 'switch',
    flag: 'enable-write-tools',
    variable: 'MISTMCP_ENABLE_WRITE_TOOLS',
    help: 'offer the tools that change things; without it the server only reads',
  },
  noElicitation: {
    kind: 'switch',
    flag: 'disable-elicitation',
    flagOnly: 'so that no inherited environment or file can switch confirmations off',
    help: 'change things without asking the person first',
  },
  revealSecrets: {
    kind: 'switch',
    flag: 'reveal-secrets',
    variable: 'MISTMCP_REVEAL_SECRETS',
    help: 'show pre-shared keys, passwords and the like instead of masking them',
  },
  demo: {
    kind: 'switch',
    flag: 'demo',
    variable: 'MISTMCP_DEMO',
    help: 'use a simulated Mist cloud inside this process; needs no token',
  },
  envFile: {
    kind: 'text',
    flag: 'env-file',
    short: 'e',
    variable: 'MIST_ENV_FILE',
    placeholder: 'FILE',
    help: 'file with variables, which may hold every setting',
  },
  logFile: {
    kind: 'text',
    flag: 'log-file',
    variable: 'MISTMCP_LOG_FILE',
    placeholder: 'FILE',
    help: 'also append the log to this file; it may be rotated at any time',
  },
  logFormat: {
    kind: 'choice',
    flag: 'log-format',
    variable: 'MISTMCP_LOG_FORMAT',
    choices: ['auto', 'text', 'json'],
    default: 'auto',
    help: 'form of log lines; auto is text on a terminal and JSON elsewhere',
  },
  auditLog: {
    kind: 'text',
    flag: 'audit-log',
    variable: 'MISTMCP_AUDIT_LOG',
    placeholder: 'FILE',
    help: 'append one JSON line to this file for every attempt to change something',
  },
  debug: {
    kind: 'switch',
    flag: 'debug',
    short: 'd',
    variable: 'MISTMCP_DEBUG',
    help: 'log more',
  },
} as const satisfies Record<string, Setting>;

/** The table's rows in the order of the help. */
export const allSettings: readonly Setting[] = Object.values(settings);
