import { type Call, type Handlers, object } from '../call.ts';
import type { Row } from '../json.ts';
import { MAIN_ORG, type World } from '../world/world.ts';

/** Calls an hour that the simulated cloud says it allows. */
const HOURLY_LIMIT = 5000;

const MESSAGES = [
  'Update WLAN "Lakeside-Guest"',
  'Login with Role "admin"',
  'Update Site Settings',
  'Create PSK "Hugo scale"',
  'Update Device "ZUR-H-SW-CORE"',
  'Accessed Org "Lakeside Retail Group"',
] as const;

const email = (call: Call): string => `${call.caller.name}@lakeside.example`;

/** Changes of the last two weeks by the caller, newest first. */
function auditLogs(call: Call, world: World): Row[] {
  return Array.from({ length: 40 }, (_, index) => {
    const name = `audit/${call.caller.name}/${index}`;
    const message = world.seed.pick(MESSAGES, name);
    return {
      id: world.id('logs', name),
      org_id: world.id('orgs', MAIN_ORG),
      site_id: world.id('sites', 'Zurich HQ'),
      admin_id: world.id('admins', call.caller.name),
      admin_name: `${call.caller.name} ${email(call)}`,
      message,
      timestamp: world.born - index * 28_800 - world.seed.number(60, 7200, name),
      ...(message.startsWith('Update WLAN') ? { before: { enabled: false }, after: { enabled: true } } : {}),
    };
  });
}

function within(call: Call, row: Row): boolean {
  const { timestamp, message } = row;
  if (typeof timestamp !== 'number' || timestamp < call.window.start || timestamp > call.window.end) return false;
  const wanted = call.query.message?.toLowerCase() ?? '';
  return typeof message === 'string' && message.toLowerCase().includes(wanted);
}

function ordered(call: Call, rows: Row[]): Row[] {
  const sort = call.query.sort ?? '-timestamp';
  const key = sort.replace('-', '');
  const sign = sort.startsWith('-') ? -1 : 1;
  const value = (row: Row) => (typeof row[key] === 'number' ? row[key] : String(row[key]));
  return rows.sort((a, b) => sign * (value(a) < value(b) ? -1 : value(a) > value(b) ? 1 : 0));
}

/** The account behind the token. */
export const self: Handlers = {
  'GET /api/v1/self': (call) =>
    object({
      admin_id: call.world.id('admins', call.caller.name),
      email: email(call),
      first_name: 'Demo',
      last_name: call.caller.name,
      name: `Demo ${call.caller.name}`,
      privileges: [...call.caller.privileges],
      enable_two_factor: true,
      two_factor_verified: true,
      via_sso: false,
      no_tracking: null,
      session_expiry: 1440,
      tags: ['has_8021x'],
      password_modified_time: call.world.ago(70),
    }),
  'GET /api/v1/self/usage': (call) =>
    object({ requests: call.used, request_limit: HOURLY_LIMIT, seconds: call.now % 3600 }),
  'GET /api/v1/self/login_failures': (call) =>
    object({
      email: email(call),
      num_attempts: 2,
      last_failure_at: call.world.ago(3),
      src_ips: ['198.51.100.44'],
      user_agents: ['Mozilla/5.0 (X11; Linux x86_64)'],
    }),
  'GET /api/v1/self/logs': (call) =>
    ordered(
      call,
      auditLogs(call, call.world).filter((row) => within(call, row)),
    ),
};
