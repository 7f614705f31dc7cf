import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/errors/input-error.ts';
import { partOf } from '../../../src/features/snapshot/parts.ts';
import { filed, filedSite, snapshotWith } from './filed.ts';

const wlan = (folder: string): ReturnType<typeof filed> =>
  filed('site_wlans', `sites/${folder}/wlans/guest`, {}, { name: 'Guest' });
const snapshot = snapshotWith([
  ...filedSite('lyon', {}, { others: [wlan('lyon')] }),
  ...filedSite('lyon-2', {}, { others: [wlan('lyon-2')] }),
  filed('org_rftemplates', 'org/rftemplates/office-rf', {}, { name: 'Office RF' }),
  filed('org_networks', 'org/networks/lyon', {}),
]);
const pathsOf = (text: string | undefined, of = snapshot): readonly string[] =>
  partOf(of, text).objects.map(({ path }) => path);

const errorOf = (text: string): InputError => {
  try {
    partOf(snapshot, text);
  } catch (error) {
    if (error instanceof InputError) return error;
  }
  throw new Error('it was found');
};

describe('a part of a snapshot', () => {
  it('is all of it where none is named', () => {
    expect(partOf(snapshot, undefined)).toEqual({ kind: 'whole', base: '', objects: snapshot.objects });
  });

  it('is the site where the snapshot is of one site', () => {
    const site = { id: 'id of sites/lyon/site', name: 'lyon' };
    const of = snapshotWith(snapshot.objects, { site });
    expect(partOf(of, undefined)).toMatchObject({ kind: 'site', base: 'sites/lyon/', id: site.id });
    const gone = snapshotWith(snapshot.objects, { site: { ...site, id: 'another' } });
    expect(partOf(gone, undefined).kind).toBe('whole');
  });

  it.each(['sites/lyon', 'sites/lyon/', 'sites/lyon//', 'LYON', 'id of sites/lyon/site', 'sites/lyon.json'])(
    'is a site by its path, name or ID (%s), with what lies in its folder and in no other',
    (text) => {
      expect(partOf(snapshot, text)).toMatchObject({ kind: 'site', base: 'sites/lyon/', id: 'id of sites/lyon/site' });
      expect(pathsOf(text)).toEqual(['sites/lyon/site', 'sites/lyon/settings', 'sites/lyon/wlans/guest']);
    },
  );

  it.each([
    'org/rftemplates/office-rf',
    'org/rftemplates/office-rf.json',
    'office-rf',
    'office rf',
    'rftemplates/office-rf',
  ])('is an object by its path, the end of it, or its name (%s)', (text) => {
    const path = 'org/rftemplates/office-rf';
    expect(partOf(snapshot, text)).toMatchObject({ kind: 'object', base: path, id: `id of ${path}` });
    expect(pathsOf(text)).toEqual([path]);
  });

  it('is the object at a path even where others are called so too', () => {
    expect(pathsOf('sites/lyon/wlans/guest')).toEqual(['sites/lyon/wlans/guest']);
    expect(pathsOf('org/networks/lyon')).toEqual(['org/networks/lyon']);
  });

  it('is refused with the paths where several are called so', () => {
    const { what, advice } = errorOf('guest');
    expect(what).toBe('Several objects are called "guest".');
    expect(advice).toBe('Give the path of one: sites/lyon/wlans/guest, sites/lyon-2/wlans/guest.');
    const many = snapshotWith(Array.from({ length: 12 }, (_, at) => wlan(`s${at}`)));
    expect(() => partOf(many, 'guest')).toThrow('Several objects');
    try {
      partOf(many, 'guest');
    } catch (error) {
      expect(error instanceof InputError && error.advice.split(', ')).toHaveLength(8);
    }
  });

  it('is refused with the nearest where nothing is called so, a name of a site too', () => {
    expect(errorOf('offise-rf').message).toBe('Nothing in the snapshot is called "offise-rf".');
    expect(errorOf('org/rftemplates/offise-rf').advice).toMatch(/^Did you mean org\/rftemplates\/office-rf/);
    expect(errorOf('lyom').advice).toContain('lyon');
    expect(errorOf('zzzzzzzzzzzzzzzzzz').advice).toBe('Give a path such as sites/NAME or org/rftemplates/NAME.');
    expect(errorOf('office-rf.jsonx').message).toContain('office-rf.jsonx');
  });
});
