import type { Subject } from './subject.ts';

const each = ({ field }: Subject, name: string, sentence: (port: string) => string): string[] =>
  field(name)
    .split(', ')
    .filter(Boolean)
    .map((port) => `${sentence(port)}\n`);

/** What devices say of what was done to them. */
export const bounce = (subject: Subject): string[] => [
  ...each(subject, 'ports', (port) => `${port}: disabled`),
  ...each(subject, 'ports', (port) => `${port}: enabled`),
];
export const clearBpdu = (subject: Subject): string[] =>
  each(subject, 'ports', (port) => `${port}: BPDU error cleared`);
export const clearDot1x = (subject: Subject): string[] => each(subject, 'ports', (port) => `${port}: sessions cleared`);
export const clearMacs = (subject: Subject): string[] =>
  each(subject, 'ports', (port) => `${port}: learned MACs cleared`);

/** Says what was cleared, so that a filter that was not sent shows. */
const cleared = (what: string, ...fields: readonly string[]): ((subject: Subject) => string[]) => {
  return ({ field }) => {
    const filters = fields.filter((name) => field(name) !== '').map((name) => `${name}=${field(name)}`);
    return [`cleared ${filters.length > 0 ? `${what} with ${filters.join(' ')}` : `ALL ${what}`}\n`];
  };
};

export const clearMacTable = cleared('addresses', 'mac_address', 'port_id', 'vlan_id');
export const clearSessions = cleared('sessions', 'service_name', 'session_ids');
export const releaseLeases = cleared('leases', 'macs', 'network', 'port_id');

export const clearHitCount = ({ field }: Subject): string[] => [`hit count of ${field('policy_name')} cleared\n`];

/** The wires of a port, one pair of them open. */
export const cable = ({ field }: Subject): string[] => [
  `Interface name: ${field('port')}\n`,
  'Test status: Passed\n',
  ...['1-2', '3-6', '4-5', '7-8'].map(
    (pair, index) => `  MDI pair ${pair}: ${index === 3 ? 'Open, fault at 12 meters' : 'Normal, 0 meters'}\n`,
  ),
];
