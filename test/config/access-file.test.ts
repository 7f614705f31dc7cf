import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAccess, readAccessText } from '../../src/config/access-file.ts';
import { readPrivateFile } from '../../src/config/private-file.ts';
import { ProfileProblem, readProfile } from '../../src/config/profile.ts';
import { readProfileToken } from '../../src/config/profile-token.ts';

const folder = mkdtempSync(join(tmpdir(), 'access-'));
afterAll(() => rmSync(folder, { recursive: true }));

const ORG = '11111111-2222-3333-4444-555555555555';
const SITE = '66666666-2222-3333-4444-555555555555';
const SECRET = 'abcdefghijklmnopqrstuvwxyz0123456789';

const profile = { cloud: 'api.eu.mist.com', token: { file: 'noc.token' }, orgs: [ORG] };
const row = { groups: ['noc'], profiles: ['noc'], role: 'write' };
const whole = { version: 1, profiles: { noc: profile }, access: [row] };

const read = (content: unknown) => parseAccess(JSON.stringify(content), join(folder, 'access.json'));

function file(name: string, text: string, mode: number): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

describe('an access file', () => {
  it('is read into profiles and rows, with files of tokens beside it', () => {
    const { profiles, rows } = read({ ...whole, $schema: 'x', access: [row, { ...row, sites: [SITE] }] });
    expect(profiles.get('noc')).toMatchObject({
      name: 'noc',
      cloud: { api: 'https://api.eu.mist.com' },
      token: { kind: 'file', path: join(folder, 'noc.token') },
      orgs: [ORG],
      sites: [],
      readonly: false,
    });
    expect(rows.map(({ sites }) => sites)).toEqual([[], [SITE]]);
  });

  it.each([
    [{ ...whole, version: 2 }, /"version" must be 1/],
    [{ ...whole, profile: {} }, /has no key "profile"\. Did you mean "profiles"\?/],
    [{ ...whole, profiles: {} }, /at least one profile/],
    [{ ...whole, access: [] }, /at least one row/],
    [{ ...whole, access: [{ ...row, subject: 'x' }] }, /Row 1 needs one of "groups" and "subject"/],
    [{ ...whole, access: [{ profiles: ['noc'], role: 'read' }] }, /Row 1 needs one of/],
    [{ ...whole, access: [{ ...row, profiles: ['nok'] }] }, /no profile "nok"; there are noc/],
    [{ ...whole, access: [{ ...row, role: 'admin' }] }, /"role" must be "read" or "write"/],
    [{ ...whole, access: [{ ...row, sites: ['London'] }] }, /"London", which is no id/],
    [{ ...whole, profiles: { noc: { ...profile, org: ORG } } }, /Profile "noc" has no key "org"\. Did you mean "orgs"/],
    [{ ...whole, profiles: { noc: { ...profile, orgs: [] } } }, /"orgs" must be a list of ids; leave it out/],
    [{ ...whole, profiles: { noc: { ...profile, cloud: undefined } } }, /"cloud" must name the host/],
    [{ ...whole, profiles: { noc: { ...profile, token: { command: ['pass'] } } } }, /taken on stdio only/],
    [{ ...whole, profiles: { noc: { ...profile, token: { env: 'A', file: 'b' } } } }, /one of them/],
    [{ ...whole, profiles: { noc: { ...profile, readonly: 'yes' } } }, /"readonly" must be true or false/],
  ])('is refused with what is wrong and what it takes: %#', (content, words) => {
    expect(() => read(content)).toThrow(words);
  });

  it('is refused with the key that one object has twice, since the last of them would count', () => {
    const text = JSON.stringify(whole, undefined, 2).replace(
      '"role": "write"',
      '"role": "read",\n "ro\\u006ce": "write"',
    );
    expect(() => parseAccess(text, 'access.json')).toThrow(/: It has the key "role" twice \(line \d+\)\.$/);
  });

  it('never repeats a token that somebody wrote into it', () => {
    let message = '';
    try {
      read({ ...whole, profiles: { noc: { ...profile, token: SECRET } } });
    } catch (error) {
      message = String(error);
    }
    expect(message).toContain('A token never stands in this file');
    expect(message).not.toContain(SECRET);
  });

  it('is not taken while others may write it', () => {
    const path = file('open.json', '{}', 0o666);
    expect(() => readPrivateFile(path, 'trusted', () => false)).toThrow(/Others may write .* chmod go-w/);
    chmodSync(path, 0o644);
    expect(readPrivateFile(path, 'trusted', () => false)).toBe('{}');
  });

  it('that is not there is said by its flag', () => {
    expect(() => readAccessText(join(folder, 'none.json'))).toThrow(/^--access: The file .* \(ENOENT\)/);
  });
});

describe('the token of a profile', () => {
  const of = (token: unknown) => readProfile('noc', { ...profile, token }, { folder, commands: true });

  it('is taken from a variable, from a file that only its owner reads, and from the output of a program', async () => {
    file('noc.token', `${SECRET}\n`, 0o600);
    expect(await readProfileToken(of({ env: 'NOC_TOKEN' }), { NOC_TOKEN: SECRET })).toBe(SECRET);
    expect(await readProfileToken(of({ file: 'noc.token' }))).toBe(SECRET);
    expect(await readProfileToken(of({ command: [process.execPath, '-e', `console.log("${SECRET}")`] }))).toBe(SECRET);
  });

  it('is not read from a file that others may read, outside a volume of a container', () => {
    const path = file('shared.token', SECRET, 0o640);
    expect(() => readPrivateFile(path, 'secret', () => false)).toThrow(/Others may read .* chmod 600/);
    expect(readPrivateFile(path, 'secret', () => true)).toBe(SECRET);
  });

  it('that is missing or none is said without what was found', async () => {
    await expect(readProfileToken(of({ env: 'NOC_TOKEN' }), {})).rejects.toThrow(/no token in the variable NOC_TOKEN/);
    const odd = readProfileToken(of({ env: 'NOC_TOKEN' }), { NOC_TOKEN: `${SECRET} "` });
    await expect(odd).rejects.toThrow(
      /^Profile "noc": the variable NOC_TOKEN holds something that is no Mist token\.$/,
    );
    const failing = readProfileToken(of({ command: [process.execPath, '-e', 'process.exit(3)'] }));
    await expect(failing).rejects.toThrow(/command for its token failed \(3\)/);
  });

  it('has a name that can be typed', () => {
    expect(() => readProfile('a b', profile, { folder, commands: false })).toThrow(ProfileProblem);
  });
});
