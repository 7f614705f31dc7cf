import { textOf } from '../../simulator/json.ts';
import type { Platform } from '../../src/features/device-commands/table.ts';
import { asked, judgeError, sinceOf, type Worker } from './activity.ts';
import type { Question } from './link.ts';

const INTERRUPTING = 'bouncePort';

/** Commands that look, and some that interrupt and are asked about. */
const COMMANDS: readonly (readonly [Platform, string, Readonly<Record<string, unknown>>])[] = [
  ['ex', 'ping', { host: '192.0.2.1' }],
  ['ex', 'retrieveMacTable', {}],
  ['ex', 'retrieveArpTable', {}],
  ['ex', 'retrieveDhcpLeases', { network: 'default' }],
  ['ex', 'topCommand', {}],
  ['ap', 'ping', { host: '192.0.2.1' }],
  ['ap', 'retrieveArpTable', {}],
  ['srx', 'retrieveRoutes', {}],
  ['ex', INTERRUPTING, { port_ids: ['ge-0/0/3'] }],
];

/** Seconds that output is waited for. */
const PATIENCE = 6;

const MAIN = 'Lakeside Retail Group';

/** Runs a command on a device: its output comes, or why it did not. */
export async function command(worker: Worker): Promise<void> {
  const { dice, link, tally, upstream, faults } = worker;
  const { world } = upstream.cloud;
  const mine = COMMANDS.filter(([, name]) => name !== INTERRUPTING || link.tenant === 'write');
  const [platform, utility, parameters] = dice.pick(mine);
  const type = platform === 'ap' ? 'ap' : platform === 'ex' ? 'switch' : 'gateway';
  const org = world.id('orgs', MAIN);
  const fits = (model: string): boolean => type !== 'gateway' || !model.startsWith('SSR');
  const device = dice.pick(
    world.table('devices').filter((row) => row.org_id === org && row.type === type && fits(textOf(row, 'model'))),
  );
  const place = { site_id: textOf(device, 'site_id'), device_id: textOf(device, 'mac') };
  const named = link.profile === undefined ? {} : { profile: link.profile };
  const args = { device_type: platform, utility, parameters, timeout_seconds: PATIENCE, ...place, ...named };
  const question: Question = { kind: 'tool', name: 'mist_utilities', args };
  const began = Date.now();
  const reply = await asked(worker, question);
  if (!reply) return;
  if (reply.isError) return judgeError(worker, question, reply, began);
  const { completed, text, note, ended_by } = reply.data;
  if (completed === true && (utility === INTERRUPTING || text !== '')) tally.count('commands complete');
  else if (typeof note === 'string' && faults.wasBad(sinceOf(began))) tally.count('commands incomplete, and said so');
  else if (ended_by === 'limit' && text !== '' && typeof note === 'string')
    tally.count('commands longer than their time');
  else tally.fail('command', `${JSON.stringify(args)}: ${reply.text}`);
}
