/**
 * How many cases of a slow property are tried: a quarter of them in `npm test`, all in `npm run test:long`. A file that
 * asks for this is named in `SIZED` in vitest.config.ts.
 *
 * @param all how many make sure
 */
export const cases = (all: number): number => Math.ceil(all * Number(process.env.CASES_SHARE ?? 0.25));
