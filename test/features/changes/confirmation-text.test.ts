import { describe, expect, it } from 'vitest';
import {
  bodyData,
  differenceData,
  modeData,
  preparedData,
  undoData,
  verifiedData,
} from '../../../src/features/changes/answer.ts';
import {
  type ConfirmationContent,
  confirmationText,
  sensitiveLines,
} from '../../../src/features/changes/confirmation.ts';
import type { Impact } from '../../../src/features/changes/impact.ts';
import { impactData, impactLines } from '../../../src/features/changes/impact-text.ts';
import type { Change } from '../../../src/features/changes/types.ts';
import { redact } from '../../../src/tool/redact.ts';
import { fakeCall } from '../../harness/fake-context.ts';
import { draft, id, removal, update } from './prepare-stage.ts';

const wording = { names: new Map<string, string>(), mask: (value: unknown) => redact(value) };
const changed = (path: string, from: unknown, to: unknown): Change => ({
  path,
  kind: 'change',
  from,
  to,
  secret: false,
});
const nobody: Impact = { uses: [], affects: [], loses: [], unknown: [], notes: [] };
const sites = (...names: readonly string[]) => ({ noun: 'site', names });
const times = <T>(count: number, make: (at: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, at) => make(at));

const content = (over: Partial<ConfirmationContent> = {}): ConfirmationContent => ({
  ...{ action: 'update', noun: 'WLAN', family: 'org_wlans', name: 'guest', id: 'w1', org: 'Acme', site: undefined },
  ...{ mode: 'merge', changes: [changed('vlan_id', 10, 20)], impact: nobody, warnings: [], forced: false },
  ...{ sensitive: [], isWebhook: false },
  ...over,
});
const lines = (over: Partial<ConfirmationContent> = {}): readonly string[] =>
  confirmationText(content(over), wording).split('\n');

describe('a question about a change', () => {
  it('says what, where, from which value to which, and what it touches', () => {
    expect(lines({ site: 'HQ' })).toEqual([
      ...['Change WLAN "guest" (org_wlans)', 'Organization: "Acme"', 'Site: "HQ"', 'Id: w1', ''],
      ...['1 difference, old → new (mode merge):', '  • vlan_id: 10 → 20', ''],
      ...['Impact:', '  • Nothing was found that refers to it.'],
    ]);
    expect(lines({ name: undefined, org: undefined, id: undefined })[0]).toBe('Change WLAN (org_wlans)');
    expect(lines({ name: undefined, org: undefined, id: undefined })[1]).toBe('');
    expect(lines({ changes: [changed('a', 1, 2), changed('b', 1, 2)] })).toContain(
      '2 differences, old → new (mode merge):',
    );
  });

  it('begins with the verdict, and gives its reasons below the object', () => {
    const verdict = { line: 'UNSAFE: a\u0007b', lines: ['Why:', '  ✗ x', 'y'.repeat(400)] };
    const shown = lines({ verdict });
    expect(shown[0]).toMatch(/^UNSAFE: a.+b$/);
    expect(shown[0]).not.toContain('\u0007');
    expect(shown.slice(1, 6)).toEqual([
      'Change WLAN "guest" (org_wlans)',
      'Organization: "Acme"',
      'Id: w1',
      '',
      'Why:',
    ]);
    expect(shown[7]).toHaveLength(299);
    expect(lines({ verdict: { line: 'SAFE: x', lines: [] } }).slice(3, 6)).toEqual([
      ...['Id: w1', '', '1 difference, old → new (mode merge):'],
    ]);
  });

  it('names what is sensitive before all else, and where webhooks would send', () => {
    expect(lines({ sensitive: ['ssh_keys', 'cli_commands'] })[1]).toBe('SENSITIVE: it changes SSH keys, CLI commands.');
    const changes = [changed('url', 'https://a.example/x', 'https://b.example/y')];
    expect(lines({ sensitive: ['webhook_targets'], isWebhook: true, changes }).slice(1, 3)).toEqual([
      ...['SENSITIVE: it changes webhook targets.', 'Sends to: b.example'],
    ]);
    expect(sensitiveLines([], changes, true)).toEqual([]);
    expect(lines({ action: 'delete', sensitive: ['deletions'] }).join()).not.toContain('SENSITIVE');
  });

  it('shows the dangerous first, each in full', () => {
    const long = 'x'.repeat(700);
    const changes = [changed('notes', 'a', 'b'), changed('additional_config_cmds', [], [`set ${long}`])];
    const shown = lines({ changes });
    const at = shown.indexOf('2 differences, old → new (mode merge):');
    expect(shown[at + 1]).toContain(`set ${long}`);
    expect(shown[at + 2]).toBe('  • notes: "a" → "b"');
  });

  it('of a new object shows its values alone', () => {
    const shown = lines({ action: 'create', changes: [{ path: 'vlan_id', kind: 'set', to: 7, secret: false }] });
    expect(shown).toContain('Create WLAN "guest" (org_wlans)');
    expect(shown.slice(shown.indexOf('It would be:'))).toContain('  • vlan_id: 7');
  });

  it('of a deletion says what is lost, shortened to what has room beside the rest', () => {
    const gone = (count: number): readonly Change[] =>
      times(count, (at) => ({ path: `attribute_${at}`, kind: 'remove', from: 'v'.repeat(100), secret: false }));
    expect(lines({ action: 'delete', changes: gone(2) })).toEqual([
      ...['DELETE WLAN "guest" (org_wlans)', 'Organization: "Acme"', 'Id: w1', '', 'What is lost:'],
      ...times(2, (at) => `  • attribute_${at}: "${'v'.repeat(100)}"`),
      ...['', 'Impact:', '  • Nothing was found that refers to it.'],
    ]);
    const many = confirmationText(content({ action: 'delete', changes: gone(60) }), wording);
    expect(many.length).toBeLessThanOrEqual(2000);
    expect(many.length).toBeGreaterThan(1000);
    const wide = confirmationText(
      content({ action: 'delete', changes: gone(60), impact: { ...nobody, notes: times(12, () => 'n'.repeat(200)) } }),
      wording,
    );
    expect(wide).toContain('  • 60 attributes: attribute_0, attribute_1');
    expect(wide).toContain('What is lost:');
  });

  it('of a forced deletion says in capitals what it is forced against', () => {
    const forced = { action: 'delete', forced: true } as const;
    const inUse = lines({ ...forced, impact: { ...nobody, uses: [sites('HQ')] } });
    expect(inUse).toContain('FORCED: IT IS IN USE AND WILL BE DELETED ALL THE SAME.');
    expect(inUse[inUse.indexOf('FORCED: IT IS IN USE AND WILL BE DELETED ALL THE SAME.') - 1]).toBe('');
    expect(lines(forced)).toContain('FORCED: ITS USE IS NOT KNOWN AND WILL BE DELETED ALL THE SAME.');
    expect(lines({ action: 'delete' }).join()).not.toContain('FORCED');
  });

  it('has five warnings, each on one line, and says how many more there are', () => {
    const shown = lines({ warnings: times(7, (at) => `warning ${at}`) });
    expect(shown.slice(shown.indexOf('Warnings:'))).toEqual([
      'Warnings:',
      ...times(5, (at) => `  • warning ${at}`),
      '  • and 2 more warnings, which the assistant can show (dry_run)',
    ]);
    expect(lines({ warnings: times(5, () => 'w') }).join()).not.toContain('more warnings');
    expect(lines().join()).not.toContain('Warnings');
    const long = lines({ warnings: ['w'.repeat(400)], impact: { ...nobody, notes: ['n'.repeat(400)] } });
    expect(long.map((line) => line.length).filter((length) => length > 100)).toEqual([223, 223]);
  });
});

describe('the impact of a change', () => {
  it('tells the unknown and the warnings first, then uses, and names four', () => {
    const impact: Impact = {
      uses: [sites('A', 'B', 'C', 'D', 'E'), { noun: 'policy', names: ['P'] }],
      affects: [sites()],
      loses: [sites('F')],
      unknown: ['Nobody knows.'],
      notes: ['Mind.'],
    };
    expect(impactLines(impact)).toEqual([
      ...['Nobody knows.', 'Mind.', 'Used by 5 sites: "A", "B", "C", "D" and 1 more', 'Used by 1 policy: "P"'],
      ...['Takes effect at 0 sites', 'No longer at 1 site: "F"'],
    ]);
    expect(impactLines({ ...nobody, uses: [sites('A', 'B', 'C', 'D')] })).toEqual([
      'Used by 4 sites: "A", "B", "C", "D"',
    ]);
  });

  it('says that nothing was found only where nothing was', () => {
    const none = 'Nothing was found that refers to it.';
    expect(impactLines(nobody)).toEqual([none]);
    expect(impactLines({ ...nobody, loses: [sites('A')] })).toContain(none);
    const parts = [{ uses: [sites('A')] }, { affects: [sites('A')] }, { unknown: ['x'] }, { notes: ['x'] }];
    for (const one of parts)
      for (const other of parts) expect(impactLines({ ...nobody, ...one, ...other })).not.toContain(none);
  });

  it('as data has each part that there is, with ten names', () => {
    const many = times(12, (at) => `s${at}`);
    expect(impactData(nobody)).toEqual({ used_by: [] });
    expect(
      impactData({ uses: [sites(...many)], affects: [sites('A')], loses: [sites('B')], unknown: ['u'], notes: ['n'] }),
    ).toEqual({
      used_by: [{ kind: 'site', count: 12, names: many.slice(0, 10) }],
      takes_effect_at: [{ kind: 'site', count: 1, names: ['A'] }],
      no_longer_at: [{ kind: 'site', count: 1, names: ['B'] }],
      ...{ unknown: ['u'], notes: ['n'] },
    });
  });
});

describe('the answer about a change', () => {
  const full = { ...wording, most: 60 };
  const many = times(61, (at) => changed(`band_24.a${at}`, 0, 1));

  it('lists sixty differences, and counts more by attribute', () => {
    expect(differenceData(many.slice(1), full)).toHaveLength(60);
    expect(differenceData(many, full)).toEqual(['band_24: 61 changed']);
    expect(differenceData(many, full, 500)).toHaveLength(61);
  });

  it('has the difference, the impact, and warnings where there are some', async () => {
    const { draft: prepared, request } = await draft(update('org_rftemplates', id(7), { ant_gain_24: 3 }));
    const bare = { ...prepared, changes: [changed('a', 1, 2)], impact: nobody, warnings: [] };
    expect(preparedData(bare, full)).toEqual({ difference: ['a: 1 → 2'], impact: { used_by: [] } });
    expect(preparedData({ ...bare, warnings: ['w'] }, full)).toHaveProperty('warnings', ['w']);
    expect(modeData(request, prepared)).toEqual({ mode: 'merge' });
    const gone = await draft(removal('org_rftemplates', id(7), { force: true }));
    expect(modeData(gone.request, gone.draft)).toEqual({});
    expect(modeData({ ...request, action: 'create' }, prepared)).toEqual({});
  });

  it('has the body where it fits', () => {
    const { call } = fakeCall({ maxTokens: 1000 });
    expect(bodyData(call, undefined)).toEqual({});
    expect(bodyData(call, { a: 1 })).toEqual({ body: { a: 1 } });
    expect(bodyData(call, { a: 'many words of a long text '.repeat(150) })).toHaveProperty('body_note');
    const large = Object.fromEntries(times(70, (at) => [`root_${at}`, 'many words of a long text '.repeat(6)]));
    expect(bodyData(call, large)).toEqual({
      roots: Object.keys(large).slice(0, 60),
      body_note: expect.stringMatching(/^The body is too large for an answer \(some \d+ tokens\)\.$/),
    });
  });

  it('has the way back where there is one, and keeps one that is too large', () => {
    const { call } = fakeCall({ maxTokens: 1000 });
    const undo = (payload: object, ...notes: readonly string[]) => ({
      arguments: { action_type: 'update', payload },
      notes,
    });
    expect(undoData(call, undefined)).toEqual({ undo_note: 'There is no way back through this tool.' });
    expect(undoData(call, undo({ a: 1 }))).toEqual({
      ...{ undo: { action_type: 'update', payload: { a: 1 } }, undo_with: 'mist_change_configuration_objects' },
    });
    expect(undoData(call, undo({ a: 1 }, 'One.', 'Two.'))).toHaveProperty('undo_note', 'One. Two.');
    const large = { a: 'many words of a long text '.repeat(300) };
    const kept = undoData(call, undo(large, 'One.'));
    expect(kept).toHaveProperty('undo.payload.$handle', expect.any(String));
    expect(kept).toHaveProperty('undo.action_type', 'update');
    expect(kept).toHaveProperty('undo_note', expect.stringMatching(/^One\. The payload is large: /));
    const alone = fakeCall({ maxTokens: 1000, offered: false });
    expect(undoData(alone.call, undo(large))).toEqual({
      undo_note: expect.stringMatching(/^The way back is too large for an answer \(some \d+ tokens\); the audit log/),
    });
    expect(undoData(call, { arguments: { text: large.a }, notes: [] })).not.toHaveProperty('undo');
  });

  it('has what reads back', () => {
    expect(verifiedData({ outcome: 'applied', notes: [] }, full)).toEqual({ outcome: 'applied' });
    const readBack = { confirmed: ['a'], differing: [changed('b', 1, 2)], unseen: [] };
    expect(verifiedData({ outcome: 'applied', id: 'x', notes: ['One.', 'Two.'], readBack }, full)).toEqual({
      ...{ outcome: 'applied', object_id: 'x', note: 'One. Two.' },
      verified: { confirmed: ['a'], differing: ['b: 1 → 2'] },
    });
    expect(
      verifiedData({ outcome: 'applied', notes: [], readBack: { ...readBack, unseen: ['psk'] } }, full),
    ).toHaveProperty('verified.not_shown', ['psk']);
  });
});
