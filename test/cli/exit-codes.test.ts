import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoCloud, startDemoCloud } from '../../simulator/cloud.ts';
import { exampleLines } from '../../src/cli/example-lines.ts';
import { examples } from '../../src/cli/examples.ts';
import { openHome } from '../clients/home.ts';
import { run } from '../harness/run.ts';

let cloud: DemoCloud;
beforeAll(async () => {
  cloud = await startDemoCloud({ seed: 1 });
});
afterAll(() => cloud.close());

const DELETE = ['action_type=delete', 'object_type=org_webhooks', 'object_id=49609b45-6fac-4bd3-a0b5-1707929cf2e5'];

describe('exit codes', () => {
  it.each<[number, readonly string[]]>([
    [0, ['version']],
    [0, ['help']],
    [0, ['help', 'setup']],
    [2, ['help', 'nothing']],
    [0, ['tools']],
    [2, ['tools', 'nothing']],
    [2, ['tools', '-o', 'picture']],
    [0, ['schema', 'org_wlan']],
    [2, ['schema', 'nothing']],
    [0, ['completion', 'fish']],
    [2, ['completion', 'tcsh']],
    [0, ['doctor']],
    [2, ['doctor', '--try-clouds', 'nowhere']],
    [0, ['call', 'get_self', 'action_type=account_info']],
    [2, ['call', 'get_self', 'action_type=nothing']],
    [2, ['call', 'get_self']],
    [2, ['call', 'nothing']],
    [2, ['call', 'get_self', 'action_type=account_info', '--save', 'x.png']],
    [
      1,
      ['call', 'get_configuration_objects', 'object_type=org_wlans', 'object_id=5c9a2f11-1111-4222-8333-444444444444'],
    ],
    [2, ['call', 'change_configuration_objects', ...DELETE]],
    [2, ['call', 'change_configuration_objects', ...DELETE, '--enable-write-tools']],
    [0, ['call', 'change_configuration_objects', ...DELETE, 'dry_run=true', '--enable-write-tools']],
  ])('are %i for mistmcp %j', async (code, args) => {
    const env = { MIST_HOST: cloud.url, MIST_APITOKEN: cloud.tokens.write };
    const done = await run(args, { env });
    expect(done.code, done.stderr).toBe(code);
  });

  it('are 1 where the API says no, and 2 where there is no token to ask it with', async () => {
    const call = ['call', 'get_self', 'action_type=account_info'];
    const wrong = { MIST_HOST: cloud.url, MIST_APITOKEN: 'notatokenofthiscloud000' };
    expect((await run(call, { env: wrong })).code).toBe(1);
    expect((await run(['doctor'], { env: wrong })).code).toBe(1);
    expect((await run(call)).code).toBe(2);
  });

  it('of setup and remove are 0 for done, already so and only shown, and 2 for what cannot be', () => {
    const home = openHome();
    const setup = ['setup', 'cursor', '--demo', '--yes'];
    const codes = [
      [...setup, '--dry-run'],
      setup,
      setup,
      ['remove', 'cursor', '--yes', '--dry-run'],
      ['remove', 'cursor', '--yes'],
      ['remove', 'cursor', '--yes'],
      ['setup', 'nothing', '--yes'],
      ['remove', 'nothing', '--yes'],
      ['setup', 'cursor', '--demo'],
      ['setup', 'cursor', '--bogus'],
    ].map((args) => home.run(args).code);
    home.close();
    expect(codes).toEqual([0, 0, 0, 0, 0, 0, 2, 2, 2, 2]);
  });
});

describe('the examples that tools NAME prints', () => {
  const lines = Object.keys(examples).flatMap((tool) => exampleLines(tool).map(({ line }) => line));

  it('have one for every tool, in order to be typed as they stand', async () => {
    expect(lines.length).toBeGreaterThanOrEqual(Object.keys(examples).length);
    const { stdout } = await run(['tools', 'mist_get_site_sle', '-o', 'table']);
    expect(stdout).toContain(`\n  ${exampleLines('mist_get_site_sle')[0]?.line}\n`);
  });
});
