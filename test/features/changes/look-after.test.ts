import { afterEach, describe, expect, it } from 'vitest';
import { isRecord } from '../../../src/core/json.ts';
import { fastClock } from '../../harness/fast-clock.ts';
import { type Args, type CampusStage, openCampus } from './campus-stage.ts';

const EVENTS = '/devices/events/search';
const REVERTS = 'A switch that loses the cloud by this still goes back by itself within 10 minutes.';

let stage: CampusStage | undefined;

afterEach(async () => {
  await stage?.close();
});

/** Opens the campus; requests that have a part in their URL are answered by `respond`. */
async function campus(
  options: Parameters<typeof openCampus>[0] = {},
  part?: string,
  respond: () => Response = () => new Response('{}', { status: 403 }),
): Promise<CampusStage> {
  const rule = async (request: Request, ask: () => Promise<Response>) =>
    part !== undefined && request.url.includes(part) ? respond() : ask();
  stage = await openCampus(options, { respond: rule });
  return stage;
}

const trunk = (on: CampusStage): Args =>
  on.update('site_devices', 'ACC1', { port_config: { 'ge-0/0/30': { usage: 'ap' } } });

const afterOf = (data: Args): Args => (isRecord(data.after) ? data.after : {});

/** The last line of the record. */
const recorded = ({ direct }: CampusStage): Args => {
  const lines = direct.lines.flatMap((line): Args[] => {
    const parsed: unknown = JSON.parse(line.slice(line.indexOf('{')));
    return isRecord(parsed) && parsed.outcome !== undefined ? [parsed] : [];
  });
  return lines.at(-1) ?? {};
};

describe('the look after a change', () => {
  it('ends as soon as the devices have told of it and nothing is missing, and is on record', async () => {
    const on = await campus();
    const { data } = await on.change(trunk(on));
    expect(data.after).toEqual({ result: 'nothing lost', says: [REVERTS], seconds: 0, requests: 4 });
    expect(recorded(on)).toMatchObject({ outcome: 'applied', after: data.after });
  });

  it('waits 45 seconds at most for devices that tell nothing, and says which', async () => {
    const on = await campus({}, EVENTS);
    const { data } = await on.change(trunk(on));
    expect(afterOf(data)).toMatchObject({
      result: 'not known',
      says: ['"North": not heard since: "ACC1".', REVERTS],
    });
    expect(Number(afterOf(data).seconds)).toBeGreaterThanOrEqual(40);
    expect(Number(afterOf(data).seconds)).toBeLessThanOrEqual(45);
    expect(Number(afterOf(data).requests)).toBeLessThanOrEqual(16);
  });

  it('says that a device did not take its configuration', async () => {
    const mac = { current: '' };
    const on = await campus({}, EVENTS, () =>
      Response.json({ results: [{ type: 'SW_CONFIG_ERROR', mac: mac.current, timestamp: Date.now() / 1000 + 9 }] }),
    );
    mac.current = String(on.row('devices', 'ACC1').mac);
    const { data } = await on.change(trunk(on));
    expect(afterOf(data)).toMatchObject({
      result: 'worse',
      says: ['"North": configuration not taken by "ACC1" (SW_CONFIG_ERROR).', REVERTS],
    });
  });

  it('does not count a port that the change itself closes, with the other end of its cable', async () => {
    const on = await campus({ secondUplink: true });
    const { data } = await on.change(
      on.update('site_devices', 'ACC1', { port_config: { 'xe-0/1/0': { usage: 'disabled' } } }),
    );
    expect(afterOf(data).result).toBe('nothing lost');
  });

  it('looks again at the end where something is lost that was not foreseen', async () => {
    let isGone = false;
    const rule = async (request: Request, ask: () => Promise<Response>) => {
      if (request.method === 'PUT') isGone = true;
      const answer = await ask();
      if (!isGone || !request.url.includes('/stats/devices')) return answer;
      const rows: unknown = await answer.json();
      const all = Array.isArray(rows) ? rows.filter(isRecord) : [];
      return Response.json(all.map((row) => (row.name === 'CORE' ? { ...row, status: 'disconnected' } : row)));
    };
    stage = await openCampus({}, { respond: rule });
    const { data } = await stage.change(trunk(stage));
    expect(afterOf(data)).toMatchObject({ result: 'worse', seconds: 40 });
    expect(afterOf(data).says).toContainEqual(expect.stringMatching(/^"North": no longer connected: "CORE"/));
  });

  it('looks at three sites of more, and says so', async () => {
    const on = await campus({ shops: 5 });
    const { data } = await on.change(
      on.update('org_networktemplates', 'T', { port_usages: { desk: { port_network: 'guest' } } }),
    );
    expect(afterOf(data).says).toContain('Looked at 3 of 7 sites.');
  });

  it('says that there is nothing to compare with where nothing live could be read before', async () => {
    const on = await campus({}, '/stats/');
    const { data } = await on.change(on.update('org_wlans', 'Guest', { bands: ['24'] }));
    expect(data.after).toEqual({
      result: 'not looked at',
      says: ['Nothing live was read before the change to compare with.'],
    });
  });

  it('tells what could not be read again', async () => {
    let isWritten = false;
    const rule = async (request: Request, ask: () => Promise<Response>) => {
      if (request.method === 'PUT') isWritten = true;
      return isWritten && request.url.includes('/stats/ports') ? new Response('{}', { status: 403 }) : ask();
    };
    stage = await openCampus({}, { respond: rule });
    const { data } = await stage.change(trunk(stage));
    expect(afterOf(data).result).toBe('not known');
    expect(JSON.stringify(afterOf(data).says)).toMatch(/"North\\": not read: ports: /);
  });

  it('is said not to be computed for what nothing computes, and left out for a label', async () => {
    const on = await campus();
    const setting = { action_type: 'update', object_type: 'site_settings', site_id: on.id('sites', 'North') };
    const odd = { ...setting, payload: { skyatp: { enabled: true } } };
    expect((await on.change(odd)).data.after).toMatchObject({ result: 'not looked at' });
    expect((await on.change(on.update('site_devices', 'ACC1', { notes: 'x' }))).data).not.toHaveProperty('after');
  });

  it('keeps what the first look showed where the call ends in the middle of the last one', async () => {
    const leaving = new AbortController();
    let isGone = false;
    let looks = 0;
    const rule = async (request: Request, ask: () => Promise<Response>) => {
      if (request.method === 'PUT') isGone = true;
      if (request.url.includes(EVENTS)) looks += 1;
      if (looks > 1) leaving.abort();
      const answer = await ask();
      if (!isGone || !request.url.includes('/stats/devices')) return answer;
      const rows: unknown = await answer.json();
      return Response.json((Array.isArray(rows) ? rows : []).filter((row) => row.name !== 'CORE'));
    };
    stage = await openCampus({}, { respond: rule });
    const on = stage;
    const name = 'mist_change_configuration_objects';
    const call = on.direct.client.callTool({ name, arguments: { ...trunk(on) } }, { signal: leaving.signal });
    await expect(call).rejects.toThrow();
    await expect
      .poll(() => recorded(on).after)
      .toMatchObject({
        result: 'worse',
        says: expect.arrayContaining([
          'The call was cancelled before the look was done.',
          expect.stringMatching(/^"North": no longer connected: "CORE"/),
        ]),
      });
  });

  it('ends with the call, which is on record as done all the same', async () => {
    const leaving = new AbortController();
    const clock = { ...fastClock(), sleep: async () => leaving.abort() };
    stage = await openCampus(
      {},
      {
        clock,
        respond: (request, ask) =>
          request.url.includes(EVENTS) ? Promise.resolve(new Response('{}', { status: 403 })) : ask(),
      },
    );
    const on = stage;
    const name = 'mist_change_configuration_objects';
    const call = on.direct.client.callTool({ name, arguments: { ...trunk(on) } }, { signal: leaving.signal });
    await expect(call).rejects.toThrow();
    await expect
      .poll(() => recorded(on))
      .toMatchObject({
        outcome: 'applied',
        after: { says: expect.arrayContaining([expect.stringMatching(/cancelled/)]) },
      });
  });
});
