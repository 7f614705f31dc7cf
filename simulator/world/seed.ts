import { createHash } from 'node:crypto';

/** Digests by seed and name, which are the same in every world: a process may have hundreds. */
const digests = new Map<number, Map<string, string>>();

/** Seeds whose digests are kept. */
const MOST_SEEDS = 8;

function digestsOf(seed: number): Map<string, string> {
  const known = digests.get(seed);
  if (known) return known;
  if (digests.size >= MOST_SEEDS) digests.clear();
  const own = new Map<string, string>();
  digests.set(seed, own);
  return own;
}

/**
 * Values that depend on a seed and a name only, never on the order of asking. So a part of the world that is added
 * later changes nothing that was there before, and a reference to an object can be computed before the object exists.
 */
export class Seed {
  readonly #seed: number;
  readonly #digests: Map<string, string>;

  constructor(seed: number) {
    this.#seed = seed;
    this.#digests = digestsOf(seed);
  }

  /** 64 hexadecimal digits for a name. */
  hex(name: string): string {
    let digest = this.#digests.get(name);
    if (digest === undefined) {
      digest = createHash('sha256').update(`${this.#seed}/${name}`).digest('hex');
      this.#digests.set(name, digest);
    }
    return digest;
  }

  /** An id of the shape the cloud uses. */
  id(kind: string, name: string): string {
    const hex = this.hex(`${kind}/${name}`);
    const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(12, 15)}`, `a${hex.slice(15, 18)}`];
    return `${groups.join('-')}-${hex.slice(18, 30)}`;
  }

  /** A MAC as 12 lower-case hex digits that begins with the given digits. */
  mac(prefix: string, name: string): string {
    return prefix + this.hex(`mac/${name}`).slice(0, 12 - prefix.length);
  }

  /** A whole number between two bounds, both included. */
  number(minimum: number, maximum: number, name: string): number {
    const draw = Number.parseInt(this.hex(`number/${name}`).slice(0, 10), 16);
    return minimum + (draw % (maximum - minimum + 1));
  }

  /** One element of a list that is not empty. */
  pick<T>(list: readonly [T, ...T[]], name: string): T {
    return list[this.number(0, list.length - 1, name)] ?? list[0];
  }
}

/** The id that the cloud gives a device: its MAC behind a fixed prefix. */
export function deviceId(mac: string): string {
  return `00000000-0000-0000-1000-${mac}`;
}
