import { describe, expect, it } from 'vitest';
import type { ChangeInput } from '../../../src/features/changes/change-input.ts';
import { Lists } from '../../../src/features/changes/object-lists.ts';
import { planChange } from '../../../src/features/changes/prepare.ts';
import type { JsonObject } from '../../../src/features/changes/types.ts';
import { type Undo, type UndoInputs, undoInputs, undoOf } from '../../../src/features/changes/undo.ts';
import { family } from '../../../src/mist/families.ts';
import { draft, id, LAB, ORG, stage, update } from './prepare-stage.ts';

const RF = id(7);
const shy = { policy: { revealSecrets: false } };
const open = { policy: { revealSecrets: true } };

function found(name: string) {
  const one = family(name);
  if (!one) throw new Error(`no family ${name}`);
  return one;
}

/** The way back of an update, as the change and what stands there now make it. */
async function undone(input: ChangeInput, current: JsonObject, teller = shy, more?: UndoInputs): Promise<Undo> {
  const { request, located } = await draft(input);
  const target = { ...located, current };
  const { plan } = await planChange(request, target);
  const undo = undoOf(teller, request.found, 'update', target, plan, more);
  if (!undo) throw new Error('there is no way back');
  return undo;
}

describe('the way back of an update', () => {
  it('puts back what differs, takes away what came, and is read as a merge patch', async () => {
    const current = { id: RF, name: 'Office', band_24: { disabled: true, power: 4 } };
    const { arguments: inputs, notes } = await undone(
      update('org_rftemplates', RF, { band_24: { power: 5 }, ant_gain_24: 3 }),
      current,
    );
    expect(inputs).toEqual({
      ...{ action_type: 'update', object_type: 'org_rftemplates', org_id: ORG, object_id: RF, mode: 'merge' },
      payload: { band_24: { power: 4 }, '-ant_gain_24': '' },
    });
    expect(notes).toEqual([]);
  });

  it('carries what it needs beside its payload', async () => {
    const current = { id: RF, name: 'Office' };
    const more = { allow_unknown: ['x'], force: true } as const;
    const { arguments: inputs } = await undone(update('org_rftemplates', RF, { ant_gain_24: 3 }), current, shy, more);
    expect(inputs).toMatchObject(more);
  });

  it('asks for a secret that changed, and shows it only where secrets are shown', async () => {
    const current = { id: id(5), ssid: 'guest', auth: { type: 'psk', psk: 'old-secret' } };
    const input = update('org_wlans', id(5), { ssid: 'open', auth: { psk: 'new-secret' } });
    const { arguments: inputs, notes } = await undone(input, current);
    expect(inputs.payload).toEqual({ ssid: 'guest', auth: { psk: '****' } });
    expect(notes).toEqual(['Secrets are not in the answer: put the real value in the place of **** at auth.psk.']);
    const shown = await undone(input, current, open);
    expect(shown.arguments.payload).toEqual({ ssid: 'guest', auth: { psk: 'old-secret' } });
    expect(shown.notes).toEqual([]);
  });

  it('keeps a secret in a list that did not change, and names each place of one that did', async () => {
    const server = (host: string, secret: string): JsonObject => ({ host, secret });
    const current = {
      id: id(5),
      ssid: 'guest',
      auth_servers: [server('10.0.0.1', 'secret-one'), server('10.0.0.2', 'secret-two')],
    };
    const { arguments: inputs, notes } = await undone(
      update('org_wlans', id(5), {
        auth_servers: [server('10.9.0.1', 'secret-one'), server('10.0.0.2', 'secret-new')],
      }),
      current,
    );
    expect(inputs.payload).toEqual({ auth_servers: [server('10.0.0.1', 'secret-one'), server('10.0.0.2', '****')] });
    expect(notes[0]).toMatch(/at auth_servers\[1\]\.secret\.$/);
  });
});

describe('what the way back will need', () => {
  const inputsOf = async (
    action: 'create' | 'update' | 'delete',
    current: JsonObject | undefined,
    result?: JsonObject,
    roots = Object.keys(result ?? {}),
  ) => {
    const { call } = stage();
    const plan = result && ({ mode: 'merge', body: result, roots, result } as const);
    const name = action === 'create' ? 'org_wlantemplates' : 'org_rftemplates';
    return undoInputs(
      { found: found(name), action },
      current,
      plan,
      new Lists(call, { org_id: ORG, site_id: undefined }),
    );
  };

  it('is force where a new object reaches others by itself', async () => {
    expect(await inputsOf('create', undefined, { name: 'x', applies: { site_ids: [LAB] } })).toEqual({ force: true });
    expect(await inputsOf('create', undefined, { name: 'x' })).toEqual({});
  });

  it('is the paths of what the specification does not know, of what is put back alone', async () => {
    const odd = { name: 'x', strange: 1, ant_gain_24: 2 };
    expect(await inputsOf('delete', odd)).toEqual({ allow_unknown: ['strange'] });
    expect(await inputsOf('delete', { name: 'x' })).toEqual({});
    expect(await inputsOf('update', odd, { name: 'x' }, ['strange'])).toEqual({ allow_unknown: ['strange'] });
    // What the object still has by then is known.
    expect(await inputsOf('update', odd, { strange: 2 })).toEqual({});
    expect(await inputsOf('update', odd, { ant_gain_24: 3 })).toEqual({});
  });
});

describe('the way back of another change', () => {
  const scope = { org_id: ORG, site_id: LAB };
  const target = (current: JsonObject = {}, objectId: string | undefined = RF) => ({ scope, id: objectId, current });

  it('of a creation deletes the object, and there is none without its ID', () => {
    const more = { force: true } as const;
    expect(undoOf(shy, found('org_rftemplates'), 'create', target(), undefined, more)).toEqual({
      arguments: {
        ...{ action_type: 'delete', object_type: 'org_rftemplates', org_id: ORG, object_id: RF, force: true },
      },
      notes: [],
    });
    expect(
      undoOf(shy, found('org_rftemplates'), 'create', { scope, id: undefined, current: undefined }, undefined),
    ).toBeUndefined();
    expect(undoOf(shy, found('site_wlans'), 'create', target(), undefined)?.arguments).toEqual({
      ...{ action_type: 'delete', object_type: 'site_wlans', site_id: LAB, object_id: RF },
    });
  });

  it('of a deletion makes the object anew, without what the cloud gives, its secrets to be filled in', () => {
    const current = { id: id(5), org_id: ORG, ssid: 'guest', auth: { psk: 'old-secret' }, modified_time: 5 };
    const undo = undoOf(shy, found('org_wlans'), 'delete', target(current), undefined, { allow_unknown: ['x'] });
    expect(undo?.arguments).toEqual({
      ...{ action_type: 'create', object_type: 'org_wlans', org_id: ORG, allow_unknown: ['x'] },
      payload: { ssid: 'guest', auth: { psk: '****' } },
    });
    expect(undo?.notes.at(-1)).toMatch(/in the place of \*\*\*\* at auth\.psk\.$/);
    expect(undoOf(open, found('org_wlans'), 'delete', target(current), undefined)?.arguments).toMatchObject({
      payload: { auth: { psk: 'old-secret' } },
    });
  });

  it('of a deleted site says what does not come back with it', () => {
    const notes = (name: string) => undoOf(shy, found(name), 'delete', target({ name: 'x' }), undefined)?.notes ?? [];
    expect(notes('org_sites')).toContain('Its setting, devices and own objects do not come back with it.');
    expect(notes('org_rftemplates')).toHaveLength(1);
  });

  it('of a deletion is none where nothing of the kind can be made, and of an update none without its plan', () => {
    const uncreatable = { ...found('org_rftemplates'), routes: {} };
    expect(undoOf(shy, uncreatable, 'delete', target(), undefined)).toBeUndefined();
    expect(undoOf(shy, found('org_rftemplates'), 'update', target(), undefined)).toBeUndefined();
  });

  it('of an object that is the only one of its kind names no ID', async () => {
    const plan = { mode: 'merge', body: { a: 1 }, roots: ['a'], result: { a: 1 } } as const;
    const undo = undoOf(shy, found('site_settings'), 'update', target({ a: 0 }, undefined), plan);
    expect(undo?.arguments).toEqual({
      ...{ action_type: 'update', object_type: 'site_settings', site_id: LAB, mode: 'merge', payload: { a: 0 } },
    });
  });
});
