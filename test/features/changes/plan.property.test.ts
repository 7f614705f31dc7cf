import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeRoots, stored } from '../../../simulator/merge.ts';
import { difference } from '../../../src/features/changes/difference.ts';
import { isNothing, own } from '../../../src/features/changes/json.ts';
import { fillMasks, holdsMask } from '../../../src/features/changes/masks.ts';
import { planCreate, planUpdate, UNDO_MODE, undoPayload } from '../../../src/features/changes/plan.ts';
import { compareReadBack } from '../../../src/features/changes/read-back.ts';
import { redact } from '../../../src/tool/redact.ts';
import { anything, canonical, isRow, type Json, object, reordered, rfc7396 } from './values.ts';

/** A schema that forbids nothing, so that the cloud's rule alone is looked at. */
const ANY = { list: false, properties: new Map(), required: [], open: true };

const row = (value: unknown): Json => {
  if (!isRow(value)) throw new Error('not an object');
  return value;
};
/** The simulated cloud's own rule: every root sent replaces that root, a dash key removes it. */
const cloud = (current: Json, body: Readonly<Record<string, unknown>>): Json =>
  mergeRoots(JSON.parse(JSON.stringify(current)), JSON.parse(JSON.stringify(body)), ANY);
const text = (value: unknown): string => JSON.stringify(canonical(value));
function alike(a: unknown, b: unknown): void {
  expect(canonical(a)).toEqual(canonical(b));
}
const runs = { numRuns: 400 };

describe('what is sent, applied by the cloud', () => {
  it('means what the merge patch means, and touches nothing else', () => {
    fc.assert(
      fc.property(object, object, (current, patch) => {
        const plan = planUpdate(current, patch, 'merge');
        const after = cloud(current, plan.body);
        alike(after, rfc7396(current, patch));
        alike(plan.result, after);
        for (const root of Object.keys(current))
          if (!Object.hasOwn(patch, root)) expect(own(after, root)).toEqual(own(current, root));
        expect(plan.roots.every((root) => Object.hasOwn(patch, root))).toBe(true);
      }),
      runs,
    );
  });

  it('replaces each root that is given, whole, and no other', () => {
    fc.assert(
      fc.property(object, object, (current, given) => {
        const after = cloud(current, planUpdate(current, given, 'replace').body);
        alike(after, { ...current, ...given });
        for (const root of Object.keys(current))
          if (!Object.hasOwn(given, root)) expect(own(after, root)).toEqual(own(current, root));
      }),
      runs,
    );
  });

  it('is no more than what changes', () => {
    fc.assert(
      fc.property(object, object, fc.constantFrom('merge' as const, 'replace' as const), (current, given, mode) => {
        const { body, roots, result } = planUpdate(current, given, mode);
        expect(Object.keys(body).map((key) => key.replace(/^-/, ''))).toEqual(roots);
        const changed = new Set([...Object.keys(current), ...Object.keys(result)]);
        for (const root of changed)
          expect(roots.includes(root), root).toBe(text(own(current, root)) !== text(own(result, root)));
      }),
      runs,
    );
  });

  it('is nothing when the payload says what is there, in whatever order', () => {
    fc.assert(
      fc.property(object, fc.constantFrom('merge' as const, 'replace' as const), (current, mode) => {
        expect(planUpdate(current, row(reordered(current)), mode).body).toEqual({});
        expect(planUpdate(current, row(stored(JSON.parse(JSON.stringify(current)))), mode).body).toEqual({});
      }),
      runs,
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(object, object, (current, patch) => {
        const [one, other] = [planUpdate(current, patch), planUpdate(row(reordered(current)), row(reordered(patch)))];
        expect([...other.roots].sort()).toEqual([...one.roots].sort());
        alike(other.body, one.body);
      }),
      runs,
    );
  });

  it('removes a root alike for null and a dash key', () => {
    fc.assert(
      fc.property(
        object,
        fc.constantFrom('a', 'b', 'name'),
        fc.constantFrom('merge' as const, 'replace' as const),
        (current, root, mode) => {
          const [dash, none] = [{ [`-${root}`]: '' }, { [root]: null }].map((payload) =>
            planUpdate(current, payload, mode),
          );
          expect(dash).toEqual(none);
          expect(isNothing(own(cloud(current, dash?.body ?? {}), root))).toBe(true);
        },
      ),
      runs,
    );
  });

  it('leaves both inputs as they were', () => {
    fc.assert(
      fc.property(object, object, (current, patch) => {
        const before = JSON.stringify([current, patch]);
        planUpdate(current, patch);
        expect(JSON.stringify([current, patch])).toBe(before);
      }),
      runs,
    );
  });

  it('creates what the payload says, without nulls', () => {
    fc.assert(
      fc.property(object, (payload) => alike(cloud({}, planCreate(payload).body), rfc7396({}, payload))),
      runs,
    );
  });
});

describe('undo', () => {
  it('restores what was there through the same plan', () => {
    fc.assert(
      fc.property(object, object, fc.constantFrom('merge' as const, 'replace' as const), (before, given, mode) => {
        const plan = planUpdate(before, given, mode);
        const after = cloud(before, plan.body);
        const undo = undoPayload(before, after, plan.roots);
        alike(cloud(after, planUpdate(after, undo, UNDO_MODE).body), before);
      }),
      runs,
    );
  });
});

describe('the difference', () => {
  it('is empty when and only when nothing differs, and names no place twice', () => {
    fc.assert(
      fc.property(object, object, (before, after) => {
        const changes = difference(before, after);
        const differs = text(before) !== text(after);
        expect(changes.length > 0).toBe(differs);
        const removals = changes.filter(({ kind }) => kind === 'remove').map(({ path }) => path);
        const others = changes.filter(({ kind }) => kind !== 'remove').map(({ path }) => path);
        expect(new Set(others).size).toBe(others.length);
        expect(new Set(removals).size).toBe(removals.length);
        expect(difference(after, before).length).toBe(changes.length);
      }),
      runs,
    );
  });
});

describe('reading back', () => {
  it('confirms what the cloud stored, with its defaults beside it', () => {
    fc.assert(
      fc.property(object, object, (current, patch) => {
        const plan = planUpdate(current, patch);
        const back = { ...cloud(current, plan.body), filled_in: 1 };
        expect(compareReadBack(plan, back).differing).toEqual([]);
      }),
      runs,
    );
  });

  it('notices a root that was not applied', () => {
    fc.assert(
      fc.property(object, object, (current, patch) => {
        const plan = planUpdate(current, patch, 'merge');
        fc.pre(plan.roots.length > 0);
        const { differing } = compareReadBack(plan, current);
        const changed = plan.roots.filter((root) => blurred(own(current, root)) !== blurred(own(plan.result, root)));
        // What the cloud adds to an entry of a list are its defaults: of those nothing is said here.
        const roots = changed.filter((root) => !/[[,]\{/.test(text(own(plan.result, root))));
        for (const root of roots)
          expect(
            differing.some(({ path }) => path.startsWith(root) || path.startsWith(`"${root}`)),
            root,
          ).toBe(true);
      }),
      runs,
    );
  });
});

/** What reading back cannot tell apart: a number and its digits, an empty object and none. */
const blurred = (value: unknown): string => emptied(text(value).replaceAll('"', ''));

function emptied(text: string): string {
  const less = text
    .replace(/[\w./-]+:\{\},?/g, '')
    .replaceAll(',}', '}')
    .replace(/^\{\}$/, 'null');
  return less === text ? text.replaceAll('{}', 'null') : emptied(less);
}

const named = fc.record(
  {
    name: fc.constantFrom('corp', 'guest'),
    auth: fc.record({
      type: fc.constantFrom('psk', 'eap'),
      psk: fc.string(),
      keys: fc.array(fc.string(), { maxLength: 4 }),
    }),
    vars: fc.dictionary(fc.constantFrom('radius_secret', 'vlan', 'wifi_psk'), fc.string()),
    servers: fc.array(fc.record({ host: fc.string(), secret: fc.string({ minLength: 1 }) }), { maxLength: 3 }),
    additional_config_cmds: fc.array(
      fc.constantFrom('set snmp community public', 'set system host-name x', 'set a secret "b"'),
    ),
    any: anything,
  },
  { requiredKeys: ['name'] },
);

describe('masks', () => {
  it('read back where they were read, they change nothing', () => {
    fc.assert(
      fc.property(named, (current) => {
        fc.pre(!holdsMask(current));
        const filled = fillMasks(row(redact(current)), current, redact);
        expect(filled).toEqual(current);
        expect(planUpdate(current, filled).body).toEqual({});
      }),
      runs,
    );
  });

  it('never get through anywhere else', () => {
    fc.assert(
      fc.property(named, fc.constantFrom('passphrase', 'note', 'password'), (current, elsewhere) => {
        fc.pre(!holdsMask(current));
        const { psk } = row(row(redact({ auth: { psk: 'x' } })).auth);
        for (const payload of [{ [elsewhere]: psk }, { auth: { [elsewhere]: psk } }, { list: [{ psk }] }])
          expect(() => fillMasks(payload, current, redact)).toThrow('must not be written itself');
      }),
      runs,
    );
  });
});
