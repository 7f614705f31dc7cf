import { Work } from '../../src/core/work.ts';
import { describeSchema, namedSchema, schemaNames } from '../../src/mist/schema-lookup.ts';
import { operation } from '../../src/mist/spec/operations.ts';
import { redact } from '../../src/tool/redact.ts';
import { clean } from '../../src/tool/sanitize.ts';
import { shapeRows } from '../../src/tool/shape-rows.ts';
import { manyRow } from './many-rows.ts';
import { compared, type Measure, median } from './row.ts';

const ROWS = 10_000;

/** Milliseconds of one run, in turn with the other's. */
async function inTurn(first: () => unknown, second: () => unknown, rounds: number): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, run] of [first, second].entries()) {
      const started = performance.now();
      await run();
      times[index]?.push(performance.now() - started);
    }
  }
  return [median(times[0]), median(times[1])];
}

/** What is computed in the server, compared with reading and writing the same as JSON. */
export const work: Measure = {
  name: 'work',
  async run({ rounds }) {
    operation('GET /api/v1/self');
    const schemas = schemaNames.map(namedSchema);
    const again = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
    const [lookUp, copy] = await inTurn(
      () => schemaNames.map((name) => describeSchema({ name })),
      () => schemas.map(again),
      rounds,
    );
    const rows = Array.from({ length: ROWS }, (_, index) => manyRow(index));
    const plain = (): unknown => again(rows);
    const [masked, asJson] = await inTurn(() => clean(redact(rows), { longest: 4000 }), plain, rounds);
    const shaping = {
      columns: ['type', 'mac', 'text'],
      fields: undefined,
      limit: ROWS,
      maxTokens: 10_000_000,
      mask: redact,
      maskLarge: async (value: unknown) => redact(value),
      work: new Work({ limitMs: Number.POSITIVE_INFINITY }),
    };
    const [shaped, asJson2] = await inTurn(() => shapeRows(rows, shaping), plain, rounds);
    const count = schemaNames.length;
    return [
      compared('look-up of a schema (JSON copy of it)', 'ms', lookUp / count, copy / count),
      compared('masking of 10,000 rows (JSON copy)', 'ms', masked, asJson),
      compared('shaping of 10,000 rows (JSON copy)', 'ms', shaped, asJson2),
    ];
  },
};
