import { expect, it } from 'vitest';
import { InputError } from '../../src/core/errors/input-error.ts';
import { choiceOf, type ProfileOption } from '../../src/profiles/choice.ts';

const ID = '11111111-2222-4333-8444-555555555555';

/** A profile that leads to one organization and is never used. */
const leadingTo = (name: string, id: string): ProfileOption => ({
  ...{ name, orgs: [] },
  open: () => Promise.reject(new Error('was opened')),
  directory: async () => ({ entries: [{ id, name: 'Harbor Lab' }], failures: [] }),
});

const adviceFor = async (options: readonly ProfileOption[]): Promise<string> => {
  const inputs = { input: 'profile', takesOrg: true, takesNext: false };
  const error: unknown = await choiceOf(options)
    .choose({ org_id: 'Harbor Lab' }, inputs)
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof InputError)) throw new Error('was chosen');
  return `${error.what} ${error.advice}`;
};

it('An organization that two profiles lead to is told apart by the profile alone, and two of one name by their id too', async () => {
  expect(await adviceFor([leadingTo('a', ID), leadingTo('b', ID)])).toBe(
    `Several of your profiles lead to the organization "Harbor Lab". Give \`profile\` too: a: Harbor Lab (${ID}); b: Harbor Lab (${ID}).`,
  );
  const other = ID.replace('1', '9');
  expect(await adviceFor([leadingTo('a', ID), leadingTo('b', other)])).toContain('Give `profile` too, or the id: ');
});
