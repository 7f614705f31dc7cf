import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { advertisedSchema } from '../../src/tool/input-schema.ts';
import { limit, mac, page } from '../../src/tool/inputs.ts';

describe('inputs as they are advertised', () => {
  it('are flat, without what says nothing to a caller', () => {
    const inputs = {
      kind: z.enum(['a', 'b']).describe('Which'),
      id: z.guid().optional(),
      names: z.array(z.string()).optional(),
      body: z.looseObject({}).optional(),
      count: z.int().optional(),
      bounded: z.int().min(2).max(9).optional(),
      ...{ limit, mac, page },
    };
    expect(advertisedSchema(inputs)).toEqual({
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['a', 'b'], description: 'Which' },
        id: { type: 'string' },
        names: { type: 'array', items: { type: 'string' } },
        body: { type: 'object', properties: {} },
        count: { type: 'integer' },
        bounded: { type: 'integer', minimum: 2, maximum: 9 },
        limit: { type: 'integer', maximum: 1000, default: 20 },
        mac: { type: 'string' },
        page: { type: 'integer' },
      },
      required: ['kind'],
    });
  });

  it('are made once', () => {
    const inputs = { a: z.string() };
    expect(advertisedSchema(inputs)).toBe(advertisedSchema(inputs));
    expect(advertisedSchema({ b: z.string() })).not.toEqual(advertisedSchema(inputs));
  });
});
