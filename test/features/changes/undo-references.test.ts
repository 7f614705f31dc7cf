import { describe, expect, it } from 'vitest';
import type { Use } from '../../../src/features/changes/impact.ts';
import { undoOf } from '../../../src/features/changes/undo.ts';
import { type FamilyName, family } from '../../../src/mist/families.ts';

const ORG = '9777c1a0-6ef6-11e6-8bbf-02e208b2d34f';

/** What is said of the way back of a deleted object. */
function notesOf(name: FamilyName, uses: readonly Use[] = []): string {
  const found = family(name);
  if (!found) throw new Error(`no family ${name}`);
  const target = { scope: { org_id: ORG, site_id: undefined }, id: ORG, current: { name: 'x' } };
  const undo = undoOf({ policy: { revealSecrets: false } }, found, 'delete', target, undefined, {}, uses);
  return undo?.notes.join(' ') ?? '';
}

describe('the way back of a delete', () => {
  it('counts those that named the object by its id, which find it no more', () => {
    const uses = [{ noun: 'site', names: ['Zurich', 'Bern'] }];
    expect(notesOf('org_rftemplates', uses)).toContain('does not find it by itself (2 sites)');
    expect(notesOf('org_rftemplates')).toContain('what referred to the old one does not find it by itself.');
  });

  it('says of names that they are found again', () => {
    const uses = [{ noun: 'gateway template', names: ['Branch'], byName: true as const }];
    const notes = notesOf('org_networks', uses);
    expect(notes).toContain('what goes by its name finds it again');
    expect(notes).not.toContain('1 gateway template');
  });

  it('speaks of no reference where the specification has none', () => {
    expect(notesOf('org_webhooks')).toBe('It would come back with a new id.');
  });
});
