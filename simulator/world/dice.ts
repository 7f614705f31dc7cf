import type { World } from './world.ts';

/**
 * Draws that belong to one name. They depend on the world's seed, the name and their order only, so what is drawn for
 * one thing never moves another.
 */
export class Dice {
  readonly #world: World;
  readonly #name: string;
  #digits = '';
  #block = 0;

  constructor(world: World, name: string) {
    this.#world = world;
    this.#name = name;
  }

  /** The next hexadecimal digits. */
  hex(length: number): string {
    while (this.#digits.length < length) {
      this.#digits += this.#world.seed.hex(`dice/${this.#name}/${this.#block}`);
      this.#block += 1;
    }
    const digits = this.#digits.slice(0, length);
    this.#digits = this.#digits.slice(length);
    return digits;
  }

  /** A whole number between two bounds, both included. */
  number(minimum: number, maximum: number): number {
    return minimum + (Number.parseInt(this.hex(8), 16) % (maximum - minimum + 1));
  }

  /** True once in so many draws. */
  once(draws: number): boolean {
    return this.number(1, draws) === 1;
  }

  /** One element of a list. */
  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.number(0, list.length - 1)] ?? list[0];
  }

  /** One element of a list that may be empty. */
  any<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.number(0, list.length - 1)];
  }
}
