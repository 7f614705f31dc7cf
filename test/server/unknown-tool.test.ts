import { afterEach, describe, expect, it } from 'vitest';
import type { Era } from '../harness/era.ts';
import { openStage, type Stage } from '../harness/stage.ts';

let stage: Stage | undefined;
afterEach(async () => {
  await stage?.close();
  stage = undefined;
});

async function refusalOf(name: string, era: Era, args: string[] = []): Promise<string> {
  stage = await openStage({ era, args, token: 'write' });
  const error: unknown = await stage.client.callTool({ name, arguments: {} }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: -32602 });
  return String(error);
}

describe.each<Era>(['2025-11-25', '2026-07-28'])('a tool that cannot be called, %s', (era) => {
  it('is answered with the names that are near', async () => {
    const text = await refusalOf('mist_get_stat', era);
    expect(text).toContain('Unknown tool "mist_get_stat". Did you mean mist_get_stats');
  });

  it('is answered with where the names are when none is near', async () => {
    expect(await refusalOf('x'.repeat(500), era)).toContain(`"${'x'.repeat(80)}". tools/list has them all.`);
  });

  it('that writes says what switches it on', async () => {
    expect(await refusalOf('mist_change_configuration_objects', era)).toContain('--enable-write-tools');
  });

  it('that the operator did not choose says so', async () => {
    expect(await refusalOf('mist_get_stats', era, ['--tools', 'mist_get_self'])).toContain('with --tools');
  });
});

it('a write tool hidden from an application that cannot ask says so', async () => {
  const text = await refusalOf('mist_change_configuration_objects', '2025-11-25', ['--enable-write-tools']);
  expect(text).toContain('cannot show the form');
});
