import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { programOf } from '../../src/cli/program.ts';
import { takeSettings } from '../../src/cli/settings.ts';
import { allSettings } from '../../src/config/settings.ts';
import { RULES } from '../../src/features/audit/catalog.ts';
import { familyNames } from '../../src/mist/families.ts';
import { STANDARD_POLICY } from '../../src/mist/sensitive.ts';
import { mspPrompts, prompts } from '../../src/prompts/index.ts';
import { advertisedSchema } from '../../src/tool/input-schema.ts';
import { allTools as tools } from '../../src/tools/index.ts';
import { ROOT } from './pages.ts';

/** Flags of other programs that pages mention. */
const FOREIGN = [
  '--header',
  '--allow-http',
  '--env',
  '--use-system-ca',
  '--help',
  '--version',
  '--cached',
  '--quiet',
  '--message',
  // Of kubectl, Helm and Node.
  ...['--from-literal', '--from-file', '--namespace', '--values', '--max-old-space-size'],
  // Of uv, and of the Python server.
  ...['--directory', '--mode', '--categories', '--stateless'],
];
/** Variables of the Python server that are none here. */
const PYTHON_VARIABLES = [
  'MISTMCP_DISABLE_ELICITATION',
  'MISTMCP_STATELESS',
  'MISTMCP_TOOL_LOADING_MODE',
  'MISTMCP_TOOL_CATEGORIES',
];
/** Inputs that some version of the Python server had, and what its address took. */
const PYTHON_INPUTS = ['vc_mac', 'wait_seconds', 'session_id', 'capture_id', 'disable_elicitation'];
/** Names in answers, protocols and logs that stand in the documents like inputs do. */
const ANSWERS = [
  ...[
    'has_more',
    'masked_by_cloud',
    'modified_time',
    'not_applied',
    'not_read',
    'rate_limited',
    'request_id',
    'tool_error',
    'site_name',
  ],
  // A folder, and an argument that one application adds.
  ...['node_modules', 'task_progress'],
];
/** Directives of nginx, fields of Envoy, gauges that an operator watches, and what identity providers have. */
const OPERATING = [
  ...['ssl_protocols', 'client_max_body_size', 'client_header_timeout', 'client_body_timeout', 'proxy_read_timeout'],
  ...['limit_req', 'limit_conn', 'tls_minimum_protocol_version', 'request_headers_timeout', 'max_request_bytes'],
  ...['retry_policy', 'use_remote_address', 'xff_num_trusted_hops', 'local_ratelimit', 'stream_idle_timeout'],
  ...['mistmcp_overloaded', 'mistmcp_event_loop_delay_p99_seconds', 'src_ips', 'offline_access'],
];
/** Fields of configuration objects that are sensitive. */
const FIELDS = [
  ...['root_password', 'mist_password', 'device_password', 'fips_zeroize_password', 'local_accounts', 'local_users'],
  ...['junos_shell_access', 'ssh_key', 'ssh_keys', 'authorized_keys', 'user_data', 'webhook_url'],
];

const program = programOf(takeSettings([]).settings, () => {});

/** Flags that a script takes, by reading its source: they are no part of the server. */
const scriptFlags = readdirSync(join(ROOT, 'scripts'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) => {
    const source = readFileSync(join(ROOT, 'scripts', file), 'utf8');
    const parsed = source.includes('parseArgs') ? [...source.matchAll(/(?:^\s+|options: \{ )(\w+): \{ type:/gm)] : [];
    const named = [...source.matchAll(/'--([\w-]+)'/g)];
    return [...parsed, ...named].map(([, name = '']) => `--${name}`);
  });

/** Every flag that somebody can give to something here. */
export const flags: ReadonlySet<string> = new Set([
  ...allSettings
    .flatMap(({ flag, aliases = [] }) => (flag === undefined ? [] : [flag, ...aliases]))
    .map((name) => `--${name}`),
  ...[...program.commands, ...program.commands.flatMap(({ commands }) => commands)].flatMap(({ options }) =>
    options.flatMap(({ long }) => long ?? []),
  ),
  ...scriptFlags,
  ...FOREIGN,
]);

/** Every variable of ours, and the one of the scripts. */
export const variables: ReadonlySet<string> = new Set([
  ...allSettings.flatMap(({ variable }) => variable ?? []),
  'MIST_OPENAPI_SPEC',
  ...PYTHON_VARIABLES,
]);

const inputs = tools.flatMap((tool) =>
  Object.entries(advertisedSchema(tool.inputs).properties).flatMap(([name, { enum: values = [] }]) => [
    name,
    ...values.map(String),
  ]),
);

/** Names written with underscores: tools, inputs and their values, configuration families, prompts. */
export const names: ReadonlySet<string> = new Set([
  ...tools.map(({ name }) => name),
  // What names a profile where the tool means something else by that.
  'mist_profile',
  ...inputs,
  ...familyNames,
  ...[...prompts, ...mspPrompts].flatMap(({ name, needs, takes }) => [name, ...needs, ...takes]),
  ...allSettings.flatMap(({ variable }) => variable?.toLowerCase() ?? []),
  'all_proxy',
  ...ANSWERS,
  ...PYTHON_INPUTS,
  ...FIELDS,
  ...OPERATING,
  ...Object.keys(STANDARD_POLICY),
  ...RULES.flatMap(({ limits = {} }) => Object.keys(limits)),
]);

/** Commands of `mistmcp`. */
export const commands: ReadonlySet<string> = new Set(program.commands.map((command) => command.name()));
