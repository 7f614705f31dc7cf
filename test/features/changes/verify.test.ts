import { describe, expect, it } from 'vitest';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import type { ChangeInput } from '../../../src/features/changes/change-input.ts';
import type { SendResult } from '../../../src/features/changes/confirm-and-send.ts';
import type { JsonObject, Plan } from '../../../src/features/changes/types.ts';
import { judge, lookTwice, unread, verifyDelete, verifyUpdate } from '../../../src/features/changes/verify.ts';
import { verifyCreate } from '../../../src/features/changes/verify-create.ts';
import type { Route } from '../../../src/mist/spec/routes.ts';
import { creation, draft, id, ORG, removal, stage, type Tables, update, world } from './prepare-stage.ts';

const RF = id(7);
const RF_PATH = `orgs/${ORG}/rftemplates/${RF}`;
const PUT: Route = 'PUT /api/v1/orgs/{org_id}/rftemplates/{rftemplate_id}';
const POST: Route = 'POST /api/v1/orgs/{org_id}/rftemplates';
const DELETE: Route = 'DELETE /api/v1/orgs/{org_id}/rftemplates/{rftemplate_id}';

const said = (body: unknown, route: Route = PUT): SendResult => ({
  answer: { route, status: 200, headers: new Headers(), body, url: '/x' },
});
const lost: SendResult = { failure: new MistError('network', 'The line broke.', 'Look.') };
const DOUBT = 'The answer to the write was lost (The line broke), so it may or may not have been applied.';

/** A cloud whose tables are others at each further look at a path. */
function changing(path: string, looks: readonly unknown[]) {
  let look = 0;
  const tables: Tables = {
    ...world,
    get [path]() {
      look += 1;
      return looks[Math.min(look, looks.length) - 1];
    },
  };
  return { ...stage(tables), looks: () => look };
}

async function prepared(input: ChangeInput) {
  const { request, located, draft: made } = await draft(input);
  return { request, target: located, plan: made.plan, known: made.known };
}

/** What became of `band_24: {power: 5}`, by what each look finds. */
async function updated(sent: SendResult, ...looks: readonly unknown[]) {
  const { request, target, plan } = await prepared(update('org_rftemplates', RF, { band_24: { power: 5 } }));
  if (!plan) throw new Error('there is no plan');
  const cloud = changing(RF_PATH, looks);
  return { ...(await verifyUpdate(cloud.call, request, target, plan, sent)), times: cloud.looks() };
}

const before = { id: RF, name: 'Office', band_24: { disabled: true } };
const after = { ...before, band_24: { disabled: true, power: 5 } };

describe('an update that was sent', () => {
  it('is made where it reads back, at the first look', async () => {
    const found = await updated(said(after), after);
    expect(found).toMatchObject({ outcome: 'applied', id: RF, notes: [], times: 1, object: after });
    expect(found.readBack).toMatchObject({ differing: [], unseen: [] });
  });

  it('is looked at once more where it does not read back yet', async () => {
    expect(await updated(said(after), before, after)).toMatchObject({ outcome: 'applied', notes: [], times: 2 });
    expect(await updated(said(after), before)).toMatchObject({
      ...{ outcome: 'not_applied', times: 2 },
      notes: ['The cloud answered with success, yet the object reads back as before.'],
    });
  });

  it('is found out where its answer was lost', async () => {
    expect(await updated(lost, after)).toMatchObject({ outcome: 'applied', notes: [DOUBT] });
    expect(await updated(lost, before)).toMatchObject({
      outcome: 'not_applied',
      notes: [DOUBT, 'It reads back as before: the change was not made, unless the cloud is still at it.'],
    });
    const other = { ...before, band_24: { disabled: true, power: 9 } };
    expect(await updated(lost, other)).toMatchObject({
      outcome: 'unknown',
      notes: [DOUBT, 'It reads back neither as before nor as sent: someone else may have changed it at the same time.'],
    });
  });

  it('that was answered counts as made where only part of it reads back', async () => {
    const other = { ...before, band_24: { disabled: true, power: 9 } };
    expect(await updated(said(after), other)).toMatchObject({
      ...{ outcome: 'applied', notes: ['Some of it reads back otherwise than it was sent; see verified.differing.'] },
      readBack: { differing: [{ path: 'band_24.power' }] },
    });
  });

  it('that cannot be read back is what the answer says, with the reason', async () => {
    expect(await updated(said(after), 403, 403)).toMatchObject({
      ...{ outcome: 'applied', id: RF, times: 1 },
      notes: [expect.stringMatching(/^The cloud accepted it, but it could not be read back: .*403/)],
    });
    expect(await updated(lost, 403, 403)).toMatchObject({
      ...{ outcome: 'unknown', id: RF, times: 2 },
      notes: [DOUBT, expect.stringMatching(/^Reading back failed too: .* Read the object before trying again\.$/)],
    });
    expect(await updated(lost, 403, after)).toMatchObject({ outcome: 'applied', times: 2 });
  });
});

describe('what an object that reads back says of a write', () => {
  const plan = (body: JsonObject, more: Partial<Plan> = {}): Plan => ({
    ...{ mode: 'merge', body, roots: Object.keys(body), result: body },
    ...more,
  });

  it('is that it was made where nothing differs, whatever it was before', () => {
    expect(judge(plan({ a: 1 }), { a: 1 }, { a: 1 }, said({}))).toMatchObject({ outcome: 'applied', notes: [] });
    expect(judge(plan({ a: 1 }), {}, { a: 1 }, lost)).toMatchObject({ outcome: 'applied', notes: [DOUBT] });
  });

  it('is that part of it was made where another part reads back', () => {
    const found = judge(plan({ a: 1, b: 2 }), { a: 0, b: 0 }, { a: 1, b: 0 }, lost);
    expect(found).toMatchObject({
      ...{ outcome: 'applied', readBack: { confirmed: ['a'], differing: [{ path: 'b' }] } },
      notes: [DOUBT, 'Some of it reads back otherwise than it was sent; see verified.differing.'],
    });
  });

  it('is that part of it was made also where another part was so before', () => {
    const before = { a: 0, b: 0, c: 3 };
    expect(judge(plan({ a: 1, b: 2, c: 3 }), before, { a: 1, b: 0, c: 3 }, lost).outcome).toBe('applied');
    expect(judge(plan({ b: 2, c: 3 }), before, { a: 0, b: 9, c: 3 }, lost).outcome).toBe('unknown');
  });

  it('is that it was not made where every root is as before, or hides behind a mask as before', () => {
    expect(judge(plan({ a: 1, b: 2 }), { a: 0, b: 0 }, { a: 0, b: 0 }, said({})).outcome).toBe('not_applied');
    const masked = judge(plan({ psk: 'new-secret' }), { psk: '****' }, { psk: '****' }, said({}));
    expect(masked).toMatchObject({ outcome: 'not_applied', readBack: { unseen: ['psk'] } });
    expect(judge(plan({ psk: 'new-secret', a: 1 }), { psk: '****' }, { psk: '****', a: 1 }, said({})).outcome).toBe(
      'applied',
    );
  });

  it('takes a removed attribute that has its default again for removed', () => {
    const removal = plan({ '-a': '' }, { roots: ['a'], removed: [{ path: ['a'], was: 7 }], result: {} });
    const back = { a: 7 };
    expect(judge(removal, { a: 7 }, back, said({}), () => 7).outcome).toBe('applied');
    expect(judge(removal, { a: 7 }, back, said({}), () => 8).outcome).toBe('not_applied');
    expect(judge(removal, { a: 7 }, back, said({})).outcome).toBe('not_applied');
  });
});

describe('a deletion that was sent', () => {
  const deleted = async (sent: SendResult, ...looks: readonly unknown[]) => {
    const { request, target } = await prepared(removal('org_rftemplates', RF, { force: true }));
    const cloud = changing(RF_PATH, looks);
    return { ...(await verifyDelete(cloud.call, request, target, sent)), times: cloud.looks() };
  };

  it('is made where the object is gone', async () => {
    expect(await deleted(said(undefined, DELETE), 404)).toEqual({ outcome: 'applied', id: RF, notes: [], times: 1 });
    expect(await deleted(lost, 404)).toMatchObject({ outcome: 'applied', notes: [DOUBT] });
    expect(await deleted(said(undefined, DELETE), before, 404)).toMatchObject({ outcome: 'applied', times: 2 });
  });

  it('is not made where it is still there', async () => {
    const still = 'The object is still there: it was not deleted, unless the cloud is still at it.';
    expect(await deleted(said(undefined, DELETE), before)).toEqual({
      ...{ outcome: 'not_applied', id: RF, notes: [still], times: 2 },
    });
    expect(await deleted(lost, before)).toMatchObject({ notes: [DOUBT, still] });
  });

  it('is what the answer says where nobody can look', async () => {
    expect(await deleted(said(undefined, DELETE), 403)).toMatchObject({ outcome: 'applied', id: RF });
    expect(await deleted(lost, 403)).toMatchObject({ outcome: 'unknown', id: RF });
  });
});

describe('what cannot be read back', () => {
  it('was made by a success with an object, or by that of a deletion', () => {
    const error = new MistError('network', 'It broke.', 'Look.');
    const notes = ['The cloud accepted it, but it could not be read back: It broke.'];
    expect(unread(said({}), error, RF)).toEqual({ outcome: 'applied', id: RF, notes });
    expect(unread(said(undefined, DELETE), error, RF)).toEqual({ outcome: 'applied', id: RF, notes });
    expect(unread(said(undefined), error, RF)).toEqual({
      ...{ outcome: 'unknown', id: RF },
      notes: [
        'The write was answered with success, but without the object.',
        'Reading back failed too: It broke. Read the object before trying again.',
      ],
    });
  });

  it('keeps the words of errors that were not made for people inside', () => {
    expect(unread(lost, new TypeError('x is undefined'), undefined).notes[1]).toBe(
      'Reading back failed too: reading back failed. Read the object before trying again.',
    );
  });
});

it('two looks are half a second apart, and go on when the client goes away', async () => {
  const { call } = stage();
  const slept: number[] = [];
  const signals: boolean[] = [];
  const clock = { now: () => 0, sleep: async (ms: number) => void slept.push(ms) };
  const found = await lookTwice({ ...call, clock, signal: AbortSignal.abort() }, async ({ signal }) => {
    signals.push(signal.aborted);
    return { outcome: signals.length === 1 ? 'unknown' : 'sent', notes: [] };
  });
  expect([found.outcome, slept, signals]).toEqual(['sent', [500], [false, false]]);
});

describe('a creation that was sent', () => {
  const NEW = id(9);
  const LIST = `orgs/${ORG}/rftemplates`;
  const row = (over: JsonObject = {}): JsonObject => ({ id: NEW, name: 'Hall', band_24: { power: 5 }, ...over });
  const old = { id: RF, name: 'Office' };
  const made = async (sent: SendResult, path: string, looks: readonly unknown[], isKnown = true) => {
    const { request, target, plan, known } = await prepared(
      creation('org_rftemplates', { name: 'Hall', band_24: { power: 5 } }, { org_id: ORG }),
    );
    if (!plan) throw new Error('there is no plan');
    const cloud = changing(path, looks);
    const found = await verifyCreate(cloud.call, request, target, plan, sent, isKnown ? known : undefined);
    return { ...found, times: cloud.looks() };
  };

  it('is read back by the ID that the answer has', async () => {
    expect(await made(said(row(), POST), `${LIST}/${NEW}`, [row()])).toMatchObject({
      ...{ outcome: 'applied', id: NEW, notes: [], object: row(), times: 1 },
    });
    expect(await made(said(row(), POST), `${LIST}/${NEW}`, [row({ band_24: { power: 6 } })])).toMatchObject({
      ...{ outcome: 'applied', notes: ['Some of it reads back otherwise than it was sent; see verified.differing.'] },
    });
    expect(await made(said(row(), POST), `${LIST}/${NEW}`, [403])).toMatchObject({
      ...{ outcome: 'applied', id: NEW, notes: [expect.stringContaining('could not be read back')] },
    });
  });

  it('is looked for among what was not there before where the answer has no ID', async () => {
    const LISTED = 'A new object like it is listed since.';
    expect(await made(lost, LIST, [[old, row()]])).toMatchObject({
      ...{ outcome: 'applied', id: NEW, notes: [DOUBT, LISTED], object: row(), readBack: { differing: [] } },
    });
    for (const body of [undefined, { id: 7 }, 'x'])
      expect(await made(said(body, POST), LIST, [[old, row()]])).toMatchObject({
        ...{ outcome: 'applied', id: NEW, notes: ['The answer to the write was empty.', LISTED] },
      });
    expect(await made(lost, LIST, [[old], [old, row()]])).toMatchObject({ outcome: 'applied', times: 2 });
  });

  it('is not made where nothing new is like it', async () => {
    const none = 'No new object like it is listed: it was not created, unless the cloud is still at it.';
    for (const rows of [
      [old],
      [old, row({ name: 'Lobby' })],
      [old, row({ band_24: { power: 6 } })],
      [{ ...row(), id: RF }],
    ])
      expect(await made(lost, LIST, [rows])).toMatchObject({ outcome: 'not_applied', notes: [DOUBT, none] });
  });

  it('cannot be told from a second new one that is like it', async () => {
    expect(await made(lost, LIST, [[old, row(), row({ id: id(8) })]])).toMatchObject({
      outcome: 'unknown',
      notes: [DOUBT, '2 new objects like it are listed, so which of them is this one cannot be told.'],
    });
  });

  it('is not looked for where nobody knows what was there before, or the list cannot be read', async () => {
    expect(await made(lost, LIST, [[old, row()]], false)).toMatchObject({
      ...{ outcome: 'unknown', times: 0 },
      notes: [DOUBT, expect.stringMatching(/^What was there before is not known/)],
    });
    expect(await made(lost, LIST, [403])).toMatchObject({
      ...{ outcome: 'unknown', notes: [DOUBT, expect.stringMatching(/^Reading back failed too/)] },
    });
  });
});
