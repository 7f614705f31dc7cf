import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Row } from '../../../../src/features/configuration/effective/layer.ts';
import { byPort, joinPorts, portsOf, readPortKey } from '../../../../src/features/configuration/effective/ports.ts';
import { learnOrder, settle, undecided } from '../../../../src/features/configuration/effective/resolve-conflicts.ts';

describe('a key of a map of ports', () => {
  it.each([
    ['ge-0/0/5-3', 'ge-0/0/5-3 is a range that ends before it begins'],
    ['ge-0/0/0-9999', 'ge-0/0/0-9999 goes beyond 4096 ports'],
    ['ge-0/0', 'ge-0/0 is not a port or a range of ports'],
    ['', ' is not a port or a range of ports'],
  ])('says what is wrong with %s', (key, problem) => {
    expect(readPortKey(key).problem).toBe(problem);
  });

  it('reads whole where nothing is wrong', () => {
    for (const key of ['ge-0/0/0-3, xe-0/1/0', 'et-0/0/0:0-3', 'ae12', 'vme', 'irb'])
      expect(readPortKey(key).problem, key).toBeUndefined();
  });

  it('means again the ports that it was joined of', () => {
    const port = fc
      .tuple(fc.constantFrom('ge', 'mge', 'xe', 'et'), fc.nat(3), fc.nat(1), fc.nat(12), fc.option(fc.nat(3)))
      .map(
        ([kind, slot, card, number, channel]) =>
          `${kind}-${slot}/${card}/${number}${channel === null ? '' : `:${channel}`}`,
      );
    fc.assert(
      fc.property(fc.uniqueArray(port, { maxLength: 60, minLength: 1 }), (ports) => {
        const sorted = ports.toSorted(byPort);
        expect(portsOf(joinPorts(sorted)).toSorted(byPort)).toEqual(sorted);
        expect(readPortKey(joinPorts(sorted)).problem).toBeUndefined();
      }),
    );
  });
});

describe('the order of a site and its template', () => {
  const template = (corp: number): Row => ({ networks: { corp: { vlan_id: corp } }, ntp_servers: ['t'] });
  const meeting = (own: Row, corp = 10) => ({
    ...{ own, templates: [{ source: 'networktemplate Campus', roots: template(corp) }] },
    ...{ effective: undefined, vars: undefined, order: undefined },
  });
  const site = (corp: number): Row => ({ networks: { corp: { vlan_id: corp } }, ntp_servers: ['s'] });
  const networksOf = (layers: ReturnType<typeof settle>) => layers[0]?.roots.networks;

  it('is learned before and used after, so that a site that won wins with its new value', () => {
    const order = learnOrder({ ...meeting(site(11)), effective: { ...site(11), ntp_servers: ['t'] } });
    expect(Object.fromEntries(order)).toEqual({
      networks: 'site',
      'networks.corp': 'site',
      ntp_servers: 'networktemplate',
    });
    const after = settle({ ...meeting(site(20)), effective: site(11), order });
    expect(networksOf(after)).toEqual({ corp: { vlan_id: 20 } });
    expect(after.map(({ source, roots }) => [source, roots.ntp_servers])).toContainEqual([
      'networktemplate Campus',
      ['t'],
    ]);
  });

  it('is learned where the template wins too', () => {
    const order = learnOrder({ ...meeting(site(11)), effective: template(10) });
    const after = settle({ ...meeting(site(20), 30), order });
    const merged = after.map(({ source, roots }) => [source, roots.networks]);
    expect(merged[0]).toEqual(['networktemplate Campus', { corp: { vlan_id: 30 } }]);
  });

  it('lets the site win where nothing was learned, and says which attributes those are', () => {
    const order = learnOrder(meeting(site(11)));
    expect(undecided(meeting(site(11)), order)).toEqual(['networks.corp', 'ntp_servers']);
    expect(networksOf(settle({ ...meeting(site(11)), order }))).toEqual({ corp: { vlan_id: 11 } });
  });

  it('leaves out a name that the cloud shows nowhere', () => {
    const own = { networks: { voice: { vlan_id: 20 } } };
    const order = learnOrder({ ...meeting(own), effective: own });
    expect(networksOf(settle({ ...meeting(own), order }))).toEqual({ voice: { vlan_id: 20 } });
  });
});
