import { beforeEach, describe, expect, it, vi } from 'vitest';
import { drawChart } from '../../../src/features/charts/attach.ts';
import { defineTool } from '../../../src/tool/define.ts';
import { chart, fields, org_id } from '../../../src/tool/inputs.ts';
import { fakeCall } from '../../harness/fake-context.ts';

const drawn = vi.hoisted(() => ({ result: vi.fn() }));
vi.mock('../../../src/features/charts/draw.ts', () => ({ draw: drawn.result }));

const ORG = '11111111-2222-3333-4444-555555555555';
const tool = defineTool({
  ...{ name: 'mist_test', title: 'T', description: 'D.' },
  input: { org_id, fields, chart },
  drawChart,
  operations: (op) => ({ only: op('GET /api/v1/orgs/{org_id}/sites') }),
  columns: { only: ['name'] },
});

async function ask(raw: object) {
  const self = { privileges: [{ scope: 'org', org_id: ORG, name: 'Acme' }] };
  const fake = fakeCall({ reply: (url) => ({ body: url === '/api/v1/self' ? self : [{ name: 'HQ', id: 1 }] }) });
  return { ...fake, data: Object(await tool.answer(fake.call, raw)) };
}

beforeEach(() => {
  drawn.result.mockReset();
});

describe('a picture beside an answer', () => {
  it('is drawn where it was wanted, of what was asked and answered', async () => {
    drawn.result.mockResolvedValue({ png: Buffer.from('PNG') });
    const { data, attached } = await ask({ chart: true });
    expect(attached).toEqual([{ mimeType: 'image/png', image: 'UE5H' }]);
    expect(data).toMatchObject({ results: [{ name: 'HQ' }] });
    expect(data).not.toHaveProperty('chart');
    expect(drawn.result.mock.calls[0]).toMatchObject([
      { session: expect.anything(), work: expect.anything() },
      {
        ...{ metric: 'only', columns: ['name'], answer: { body: [{ name: 'HQ', id: 1 }] } },
        request: { route: 'GET /api/v1/orgs/{org_id}/sites', path: { org_id: ORG } },
      },
    ]);
    await ask({ chart: true, fields: ['id'] });
    expect(drawn.result.mock.calls[1]?.[1]).toMatchObject({ columns: ['id'] });
  });

  it('is not drawn unasked', async () => {
    for (const raw of [{}, { chart: false }]) expect((await ask(raw)).data).not.toHaveProperty('chart');
    expect(drawn.result).not.toHaveBeenCalled();
  });

  it('that there is none of, or that fails, leaves the numbers and says so', async () => {
    drawn.result.mockResolvedValue({ reason: 'no series' });
    expect((await ask({ chart: true })).data).toMatchObject({ returned: 1, chart: 'no series' });
    drawn.result.mockRejectedValue(new Error('no memory'));
    const { data, attached } = await ask({ chart: true });
    expect(data).toMatchObject({ returned: 1, chart: expect.stringContaining('could not be made') });
    expect(attached).toEqual([]);
  });
});
