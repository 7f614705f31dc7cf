import type { JsonObject } from '../../../core/json.ts';
import type { NacRules, ObjectChange } from '../model.ts';

/** The rules after one change, under the id that it goes by. */
function withChange(rules: readonly JsonObject[], { id, after }: ObjectChange, index: number): readonly JsonObject[] {
  const known = id ?? `new ${index}`;
  const others = rules.filter((rule) => rule.id !== known);
  return after ? [...others, { ...after, id: known }] : others;
}

/**
 * The rules as they would be after changes that are made in order.
 *
 * @param rules as the organization has them
 */
export function nacRulesAfter(rules: readonly JsonObject[], changes: readonly ObjectChange[]): NacRules {
  const ids = changes.map(({ id }, index) => id ?? `new ${index}`);
  const first = changes.filter(({ id }, index) => ids.indexOf(id ?? `new ${index}`) === index);
  return {
    before: first.reduce((all, { id, before }, index) => withChange(all, { ...NONE, id, after: before }, index), rules),
    after: changes.reduce(withChange, rules),
    ids: [...new Set(ids)],
  };
}

const NONE: ObjectChange = {
  ...{ family: 'org_nacrules', id: undefined, org_id: undefined, site_id: undefined, before: undefined },
  after: undefined,
};
