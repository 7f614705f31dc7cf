import { describe, expect, it } from 'vitest';
import type { Row } from '../../../simulator/json.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { assess, assessPlan, effectOf } from '../../../src/features/effects/index.ts';
import type { ObjectChange } from '../../../src/features/effects/model.ts';
import { rowAt } from '../../../src/features/effects/state/row.ts';
import { update, useEffectStage } from './effect-stage.ts';

const stage = useEffectStage();

const access = (): Row => stage.first('devices', (row) => row.type === 'switch' && String(row.name).includes('ACC1'));
const onPorts = (device: JsonObject, ports: JsonObject): ObjectChange =>
  update('site_devices', device, { port_config: { ...rowAt(device, 'port_config'), ...ports } });

describe('a plan of several changes', () => {
  it('of one step is judged as the change alone', async () => {
    const change = onPorts(access(), { 'ge-0/0/5': { usage: 'camera' } });
    const alone = await assess(stage.context, change, effectOf);
    const plan = await assessPlan(stage.context, [change]);
    expect(plan.verdict.decision).toBe(alone.verdict.decision);
    expect(plan.verdict.because).toEqual(alone.verdict.because);
    expect(plan.effect?.groups).toEqual(alone.effect?.groups);
  });

  it('lets a later step see what the steps before it leave, and takes of each its own attributes', async () => {
    const device = access();
    const camera = onPorts(device, { 'ge-0/0/5': { usage: 'camera' } });
    const role = update('site_devices', device, { role: 'none' });
    const { effect, steps } = await assessPlan(stage.context, [camera, role]);
    const [one, both] = steps.map(({ assessment }) => assessment.effect?.sites[0]?.after.switches);
    const stateOf = (of: typeof one) => of?.find(({ name }) => name === device.name);
    expect([stateOf(one)?.ports.get('ge-0/0/5')?.usage, stateOf(one)?.role]).toEqual(['camera', device.role]);
    expect([stateOf(both)?.ports.get('ge-0/0/5')?.usage, stateOf(both)?.role]).toEqual(['camera', 'none']);
    expect(effect).toBe(steps[1]?.assessment.effect);
  });

  it('is unsafe where a step in between cuts off what the last one gives back', async () => {
    const device = access();
    const map = rowAt(device, 'port_config');
    const uplinks = Object.fromEntries(
      ['xe-0/1/0', 'xe-0/1/1', 'xe-0/1/2', 'xe-0/1/3'].map((port) => [port, { usage: 'disabled' }]),
    );
    const cut = onPorts(device, uplinks);
    const back = update('site_devices', { ...device, port_config: { ...map, ...uplinks } }, { port_config: map });
    const alone = await assess(stage.context, cut, effectOf);
    expect(alone.verdict.decision).toBe('UNSAFE');
    const { verdict, effect, steps } = await assessPlan(stage.context, [cut, back]);
    expect(steps.map(({ assessment }) => assessment.verdict.decision)).toEqual(['UNSAFE', 'SAFE']);
    expect(verdict.decision).toBe('UNSAFE');
    expect(verdict.because[0]?.says).toMatch(/^After step 1, until a later step: /);
    expect(effect?.groups).toEqual([]);
  });

  it('reaches what a step puts in the way of a later one: a template that is made and then given to a site', async () => {
    const site = stage.first('sites', (row) => row.name === 'Zurich HQ');
    const template = stage.first('networktemplates');
    const { id: _, modified_time: __, ...content } = template;
    const made: ObjectChange = {
      ...{ family: 'org_networktemplates', id: 'step 1', org_id: String(site.org_id), site_id: undefined },
      before: undefined,
      after: { ...content, name: 'Empty', port_usages: {}, networks: {}, switch_matching: { enable: false } },
    };
    const given = update('org_sites', site, { networktemplate_id: 'step 1' });
    const { steps, effect } = await assessPlan(stage.context, [made, given]);
    expect(steps[0]?.assessment.effect?.groups).toEqual([]);
    expect(effect?.notComputed).toEqual([]);
    expect(effect?.groups.length).toBeGreaterThan(0);
    expect(steps[1]?.added.length).toBeGreaterThan(0);
  });

  it('reads for all of its steps together what one of them reads', async () => {
    const device = access();
    const camera = onPorts(device, { 'ge-0/0/5': { usage: 'camera' } });
    const { verdict: alone } = await assess(stage.context, camera, effectOf);
    const asked = stage.asked.length;
    stage.asked.length = 0;
    const second = onPorts(device, { 'ge-0/0/6': { usage: 'camera' } });
    const { verdict } = await assessPlan(stage.context, [camera, second]);
    expect(stage.asked).toHaveLength(asked);
    expect(verdict.looked.requests).toBe(alone.looked.requests);
  });

  it('of nothing is not taken for a safe one', async () => {
    expect((await assessPlan(stage.context, [])).verdict.decision).toBe('UNKNOWN');
  });
});
