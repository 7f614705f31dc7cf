import { describe, expect, it } from 'vitest';
import type { Route } from '../../../src/mist/spec/routes.ts';
import { isInOrder, upstreamSort } from '../../../src/tool/rows/upstream-sort.ts';

const ALARMS: Route = 'GET /api/v1/orgs/{org_id}/alarms/search';
const LOGS: Route = 'GET /api/v1/orgs/{org_id}/logs/search';

describe('an order that a route is asked for', () => {
  it('is that of one column, in either direction', () => {
    expect(upstreamSort(ALARMS, { sort: ' -count ' })).toMatchObject({ text: '-count', isDocumented: false });
    expect(upstreamSort(ALARMS, { sort: '+timestamp' })).toMatchObject({ text: 'timestamp', isDocumented: true });
  });

  it.each([
    ['a second column', ALARMS, { sort: 'count,type' }],
    ['a filter beside it', ALARMS, { sort: 'count', where: 'type=x' }],
    ['groups', ALARMS, { sort: '-count', group_by: 'type' }],
    ['a column inside another', ALARMS, { sort: 'peer.name' }],
    ['a column of names', ALARMS, { sort: 'site' }],
    ['a column of ids, which are shown as names', ALARMS, { sort: 'site_id' }],
    ['nothing', ALARMS, {}],
    ['a column that the route does not list', LOGS, { sort: 'message' }],
    ['a route that takes no order', 'GET /api/v1/orgs/{org_id}/stats/devices', { sort: 'uptime' }],
  ] as const)('is none for %s', (_, route, question) => {
    expect(upstreamSort(route, question)).toBeUndefined();
  });

  it.each([
    ['-count', [3, 2, 2, 1], true],
    ['-count', [3, 1, 2], false],
    ['-count', [3, 3, 3], false],
    ['-timestamp', [3, 3, 3], true],
    ['-timestamp', [3], true],
    ['count', [3, undefined], false],
    ['count', [], false],
    ['type', ['b', 'A'], false],
    ['type', ['B', 'a'], true],
    ['type', ['a', 'B'], true],
    ['type', ['x2', 'x10'], true],
    ['type', ['x10', 'x2'], true],
  ])('%s is seen in rows with %j: %s', (sort, values, wanted) => {
    const asked = upstreamSort(ALARMS, { sort });
    const { column = '' } = asked ?? {};
    const rows = values.map((value) => ({ [column]: value }));
    expect(asked && isInOrder(rows, asked)).toBe(wanted);
  });
});
