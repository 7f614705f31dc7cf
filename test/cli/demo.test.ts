import { describe, expect, it } from 'vitest';
import { run } from '../harness/run.ts';

describe('the demo', () => {
  it('shows questions, a change with its question, its check and its way back, at most 80 wide', async () => {
    const { code, stdout, stderr } = await run(['demo']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout).not.toContain('✗');
    expect(stdout.match(/^name +model +mac +status/gm)).toHaveLength(1);
    expect(stdout.match(/^Change site "Madrid Store"/gm)).toHaveLength(2);
    expect(stdout.match(/^outcome: applied$/gm)).toHaveLength(2);
    expect(stdout).toContain('"Warehouse RF" (fcbb17d…) → "Office RF" (a52c9bc…)');
    expect(stdout).toMatch(/For your own network:\n\n {2}npx mistmcp setup\n$/);
    const painted = await run(['demo'], { env: { FORCE_COLOR: '1' } });
    expect(painted.stdout).toContain('\u001b[31mcritical\u001b[39m');
  });
});
