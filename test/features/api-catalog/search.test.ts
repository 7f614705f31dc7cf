import { describe, expect, it } from 'vitest';
import { readProse } from '../../../src/features/api-catalog/prose.ts';
import { indexOperations, type OperationSearch } from '../../../src/features/api-catalog/search.ts';
import { hasGenerated } from '../../../src/mist/spec/layer-files.ts';
import { isRoute, operation } from '../../../src/mist/spec/operations.ts';
import { openLocalStage } from '../../harness/local-stage.ts';
import { questions } from './questions.ts';

describe('questions in the words of engineers', () => {
  /** Where the first right operation stands among those found; below zero where none is. */
  const placesIn = (search: OperationSearch): Map<string, number> =>
    new Map(
      questions.map(([question, ...answers]) => [
        question,
        search(question)
          .slice(0, 3)
          .findIndex((route) => answers.includes(route)),
      ]),
    );
  const firstShare = (places: Map<string, number>): number =>
    [...places.values()].filter((place) => place === 0).length / places.size;

  it('name operations that there are', () => {
    expect(questions.length).toBeGreaterThanOrEqual(85);
    expect(questions.flatMap(([, ...answers]) => answers).filter((route) => !isRoute(route))).toEqual([]);
  });

  it('find the operation in the first three, and first in 85 of a hundred, without the prose of the specification', async () => {
    const places = placesIn(await indexOperations({}));
    const missed = [...places].filter(([, place]) => place < 0).map(([question]) => question);
    process.stderr.write(`first: ${(100 * firstShare(places)).toFixed(1)} % of ${places.size}\n`);
    expect(missed).toEqual([]);
    expect(firstShare(places)).toBeGreaterThanOrEqual(0.85);
  });

  it.skipIf(!hasGenerated('prose.json'))('find it with the prose too (needs generated/prose.json)', async () => {
    const places = placesIn(await indexOperations(readProse()));
    expect([...places].filter(([, place]) => place < 0).length).toBeLessThanOrEqual(places.size * 0.05);
  });

  it('keeps to the effect and scope that are asked for', async () => {
    const search = await indexOperations({});
    const found = search('wlan', { effect: 'read', scope: 'site' });
    expect(found.length).toBeGreaterThan(2);
    for (const route of found) {
      expect(operation(route).effect).toBe('read');
      expect(route).toContain(' /api/v1/sites/');
    }
  });

  it('look up the first twelve words, so that a text of thousands holds nobody up', async () => {
    const search = await indexOperations({});
    expect(search(`${'zzz '.repeat(11)}wlan`)).toEqual(search(`${'zzz '.repeat(11)}wlan ${'device '.repeat(2000)}`));
    expect(search(`${'zzz '.repeat(12)}wlan`)).toEqual([]);
    expect(search(`${'z'.repeat(1000)} wlan`)).toEqual([]);
  });

  it('forgive three misspelled words and no more', async () => {
    const search = await indexOperations({});
    expect(search('wehbook')[0]).toContain('/webhooks');
    expect(search('qqqqqqq wwwwwww yyyyyyy wehbook')).toEqual([]);
  });
});

describe('mist_search_api', () => {
  it('answers rows, contracts and levels of a body without asking the cloud', async () => {
    const stage = await openLocalStage({ token: undefined });
    try {
      const rows = await stage.call('mist_search_api', { query: 'failed webhook deliveries' });
      expect(rows.data).toMatchObject({ returned: 8 });
      expect(JSON.stringify(rows.data.results)).toContain('webhooks/{webhook_id}/events/search');
      const contract = await stage.call('mist_search_api', { query: 'createSiteWlan' });
      expect(contract.data).toMatchObject({ operation: 'POST /api/v1/sites/{site_id}/wlans', effect: 'write' });
      expect(JSON.stringify(contract.data.body)).toContain('ssid');
      const level = await stage.call('mist_search_api', { query: 'POST /sites/{site_id}/wlans', path: 'auth' });
      expect(JSON.stringify(level.data.body)).toContain('psk');
      const list = await stage.call('mist_search_api', { query: 'listOrgSites' });
      expect(String(list.data.better)).toMatch(/^mist_get_/);
      const denied = await stage.call('mist_search_api', { query: 'DELETE /api/v1/orgs/{org_id}' });
      expect(String(denied.data.denied)).toContain('deletes an organization');
      const lost = await stage.call('mist_search_api', { query: 'createSiteWlan', path: 'auht' });
      expect(lost.isError).toBe(true);
      expect(lost.text).toContain('auth');
      expect(stage.cloud.requests).toEqual([]);
    } finally {
      await stage.close();
    }
  });
});
