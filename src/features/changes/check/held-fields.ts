import { isObject, own } from '../json.ts';

/**
 * The names that the cloud itself has put at a place of an object, or beside it: in the object there, and in every other
 * entry of the same map or list. What one entry has, its sister may have too, whatever the specification says.
 *
 * Each place is gathered once, however many entries of the new object are looked up in it.
 */
export class HeldFields {
  readonly #values: readonly unknown[];
  readonly #below = new Map<string, HeldFields>();
  #entries: HeldFields | undefined;
  #names: ReadonlySet<string> | undefined;

  /** @param values what stands at the place: one object, or all entries of a map or list */
  constructor(values: readonly unknown[]) {
    this.#values = values;
  }

  /** Whether an object at this place has an attribute of this name. */
  has(name: string): boolean {
    this.#names ??= new Set(this.#values.flatMap((value) => (isObject(value) ? Object.keys(value) : [])));
    return this.#names.has(name);
  }

  /** What stands under an attribute of the objects at this place. */
  under(name: string): HeldFields {
    const known = this.#below.get(name);
    if (known) return known;
    const below = new HeldFields(this.#values.map((value) => own(value, name)).filter((value) => value !== undefined));
    this.#below.set(name, below);
    return below;
  }

  /** The entries of the maps or lists at this place, all together. */
  entries(): HeldFields {
    this.#entries ??= new HeldFields(
      this.#values.flatMap((value) => {
        if (Array.isArray(value)) return value;
        return isObject(value) ? Object.values(value) : [];
      }),
    );
    return this.#entries;
  }
}
