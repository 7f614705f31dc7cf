import { describe, expect, it } from 'vitest';
import { AuditEntry } from '../../../src/features/changes/audit-entry.ts';
import type { ChangeContext } from '../../../src/features/changes/change-context.ts';
import type { ChangeInput } from '../../../src/features/changes/change-input.ts';
import { changedText, questionOf, sensitivity, shownState, typedFor } from '../../../src/features/changes/question.ts';
import type { Assessment } from '../../../src/features/effects/index.ts';
import { STANDARD_POLICY } from '../../../src/mist/sensitive.ts';
import { effectOn, looked } from '../effects/campus.ts';
import { draft, HQ, id, removal, stage, TEMPLATE, update, world } from './prepare-stage.ts';

const RF = id(7);
type Decision = Assessment['verdict']['decision'];

const assessment = (decision: Decision, reasons = 0): Assessment => ({
  verdict: {
    ...{ decision, notLooked: [], wasSo: [], looked: { ...looked, requests: 0 } },
    because: Array.from({ length: reasons }, (_, at) => ({
      ...({ check: 'link.lost', level: 'break', certainty: 'certain', sites: ['HQ'], where: 'SW' } as const),
      says: `reason ${at}`,
    })),
  },
  effect: effectOn(),
  bound: { decision, effect: 'digest' },
  live: [],
});

/** A change under way, as the question sees it. */
async function change(input: ChangeInput, over: Partial<ChangeContext> = {}): Promise<ChangeContext> {
  const { request, located, draft: prepared } = await draft(input);
  const { call } = stage();
  return {
    ...{ context: call, input, request, target: located, prepared, entry: new AuditEntry(call, {}) },
    ...{ assessment: undefined, name: 'Office' },
    ...over,
  };
}
const gain = (ant_gain_24: number): ChangeInput => update('org_rftemplates', RF, { ant_gain_24 });

describe('the question about a change', () => {
  it.each<[Decision, string | undefined, string | undefined]>([
    ['SAFE', undefined, undefined],
    ['REVIEW', undefined, undefined],
    ['UNKNOWN', 'The verdict on this change is UNKNOWN', undefined],
    ['UNSAFE', 'The verdict on this change is UNSAFE', 'Office'],
  ])('of the verdict %s', async (decision, personOnly, typed) => {
    const { message, ...question } = questionOf(await change(gain(1), { assessment: assessment(decision, 1) }));
    expect(question).toEqual({ ...(personOnly ? { personOnly } : {}), ...(typed ? { typed } : {}) });
    expect(message.split('\n')[0]).toMatch(new RegExp(`^${decision}: `));
    expect(message).toContain('\nChange RF template "Office" (org_rftemplates)\n');
  });

  it('has no verdict where nothing was judged', async () => {
    const question = questionOf(await change(gain(2)));
    expect(question.message.split('\n')[0]).toBe('Change RF template "Office" (org_rftemplates)');
    expect(question).not.toHaveProperty('personOnly');
  });

  it('wants the name typed for a deletion, and for what opens the network', async () => {
    expect(questionOf(await change(removal('org_rftemplates', RF, { force: true }))).typed).toBe('Office');
    expect(questionOf(await change(removal('org_rftemplates', RF, { force: true }), { name: undefined })).typed).toBe(
      'delete',
    );
    const commands = update('org_wlans', id(5), { ssh_keys: ['ssh-rsa AAAA'] }, { allow_unknown: ['ssh_keys'] });
    const opening = questionOf(await change(commands, { name: undefined }));
    expect(opening.typed).toBe('change');
    expect(opening.message).toContain('SENSITIVE: it changes SSH keys.');
  });

  it('says that a deletion is forced only where it is, against a use or what is not known', async () => {
    const asked = async (input: ChangeInput) => questionOf(await change(input)).message;
    expect(await asked(removal('org_rftemplates', RF, { force: true }))).toContain('FORCED: IT IS IN USE');
    const unused = { ...world, [`orgs/${id(1)}/sites`]: [{ id: HQ, name: 'HQ' }] };
    const { request, located, draft: prepared } = await draft(removal('org_rftemplates', RF, { force: true }), unused);
    const free = {
      ...(await change(removal('org_rftemplates', RF, { force: true }))),
      request,
      target: located,
      prepared,
    };
    expect(questionOf(free).message).not.toContain('FORCED');
    const unknown = { ...prepared, impact: { ...prepared.impact, unknown: ['Nobody knows.'] } };
    expect(questionOf({ ...free, prepared: unknown }).message).toContain('FORCED: ITS USE IS NOT KNOWN');
    expect(await asked(update('org_rftemplates', RF, { ant_gain_24: 1 }, { force: true }))).not.toContain('FORCED');
  });

  it('asked again says what became of the object meanwhile', async () => {
    const input = gain(9);
    const first = await change(input);
    expect(questionOf(first)).not.toHaveProperty('changed');
    expect(questionOf(first)).not.toHaveProperty('changed');
    const { current = {} } = first.target;
    const moved = { ...first, target: { ...first.target, current: { ...current, ant_gain_24: 3 } } };
    expect(questionOf(moved).changed).toBe(
      'Since it was read it became: ant_gain_24: (none) → 3. Nothing was sent: call again to see and confirm the new difference.',
    );
  });

  it('shortens the verdict to the lines that the rest leaves', async () => {
    const lines = async (over: Partial<ChangeContext['prepared']>, site?: string): Promise<number> => {
      const made = await change(gain(5), { assessment: assessment('UNSAFE', 9) });
      const { message } = questionOf({
        ...{ ...made, prepared: { ...made.prepared, ...over }, target: { ...made.target, site } },
      });
      return message.split('\n').filter((line) => line.includes('✗')).length;
    };
    expect(await lines({})).toBe(6);
    const warnings = Array.from({ length: 5 }, (_, at) => `warning ${at}`);
    expect(await lines({ warnings })).toBeLessThan(6);
    const one = { path: 'ant_gain_24', kind: 'set', to: 5, secret: false } as const;
    const many = (count: number) => Array.from({ length: count }, (_, at) => ({ ...one, path: `a${at}` }));
    const shown = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((count) => lines({ changes: many(count) })));
    expect(shown).toEqual([...shown].sort((a, b) => b - a));
    expect(shown.at(-1)).toBeLessThan(6);
    // The line of the site takes room as well.
    const withSite = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((count) => lines({ changes: many(count) }, 'HQ')));
    expect(withSite.reduce((sum, one) => sum + one)).toBeLessThan(shown.reduce((sum, one) => sum + one));
  });
});

describe('what the yes to a change depends on', () => {
  it('is what it replaces, and of a deletion the whole object with what uses it', async () => {
    const updating = await change(update('org_rftemplates', RF, { band_24: { disabled: false } }));
    const { current = {} } = updating.target;
    expect(shownState(updating, current)).toEqual({
      ...{ object: { band_24: { disabled: true } }, uses: [], namesakes: null, verdict: null },
    });
    const deleting = await change(removal('org_rftemplates', RF, { force: true }));
    expect(shownState(deleting, deleting.target.current)).toEqual({
      object: { name: 'Office', band_24: { disabled: true } },
      ...{ uses: [['site', 1]], namesakes: null, verdict: null },
    });
    expect(shownState(updating, undefined).object).toEqual({});
  });

  it('is what was judged, then and now', async () => {
    const made = await change(gain(1), { assessment: assessment('REVIEW') });
    expect(shownState(made, undefined).verdict).toEqual({ decision: 'REVIEW', effect: 'digest' });
    const now = { decision: 'REVIEW', effect: 'another' } as const;
    expect(shownState(made, undefined, now).verdict).toEqual(now);
  });

  it('is how many are called so already', async () => {
    const made = await change(gain(1));
    const named = { ...made, prepared: { ...made.prepared, namesakes: 2 } };
    expect(shownState(named, undefined).namesakes).toBe(2);
  });
});

describe('what is sensitive about a change', () => {
  it('is a deletion as such, and what an operator refuses is refused', async () => {
    const deleting = await change(removal('org_wlantemplates', TEMPLATE, { force: true }));
    expect(sensitivity(deleting)).toEqual({ kinds: ['deletions'], isWebhook: false, typed: true });
    const { context } = deleting;
    const policy = (over: Partial<typeof STANDARD_POLICY>) => ({
      ...deleting,
      context: { ...context, policy: { ...context.policy, changePolicy: { ...STANDARD_POLICY, ...over } } },
    });
    expect(sensitivity(policy({ deletions: 'confirm' })).typed).toBe(false);
    expect(() => sensitivity(policy({ deletions: 'refuse' }))).toThrow(/policy refuses this: it deletes/);
    expect(sensitivity(await change(gain(1)))).toEqual({ kinds: [], isWebhook: false, typed: false });
  });

  it('is the target of a webhook, which another object has none of', async () => {
    const made = await change(gain(1));
    const { found } = made.request;
    const changes = [{ path: 'url', kind: 'set', to: 'https://x.example', secret: false } as const];
    const of = (name: typeof found.name) =>
      sensitivity({
        ...made,
        request: { ...made.request, found: { ...found, name } },
        prepared: { ...made.prepared, changes },
      });
    expect(of('org_webhooks')).toEqual({ kinds: ['webhook_targets'], isWebhook: true, typed: true });
    expect(of('org_rftemplates')).toEqual({ kinds: [], isWebhook: false, typed: false });
  });
});

describe('what has to be typed', () => {
  it.each([
    ['Office', 'Office'],
    ['Zürich HQ 2', 'Zürich HQ 2'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['x'.repeat(65), 'delete'],
    [undefined, 'delete'],
    ['', 'delete'],
    [' Office', 'delete'],
    ['Office ', 'delete'],
    ['Of  fice', 'delete'],
    ['Of\u00a0fice', 'delete'],
    ['Of\u200bfice', 'delete'],
  ])('for %j is %s', (name, word) => {
    expect(typedFor(name, 'delete')).toBe(word);
  });
});

it('what became of an object is told by eight differences', async () => {
  const made = await change(gain(1));
  const changes = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ path: `a${at}`, kind: 'set', to: at, secret: false }) as const);
  expect(changedText(made, changes(8))).toMatch(
    /^Since it was read it became: a0: \(none\) → 0; .*a7: \(none\) → 7\. Nothing was sent/,
  );
  expect(changedText(made, changes(9))).toContain('a7: (none) → 7; and 1 more. Nothing was sent');
});
