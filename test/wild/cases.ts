/** How many cases each property gets, and from which seed: few and always the same unless told, many and new at night. */
export const CASES: number = Number(process.env.WILD_CASES ?? 20);
export const SEED: number = Number(process.env.WILD_SEED ?? (CASES > 200 ? Date.now() % 2 ** 31 : 1));
