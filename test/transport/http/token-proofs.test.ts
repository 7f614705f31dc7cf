import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { MistError } from '../../../src/core/errors/mist-error.ts';
import { PROOF_BOUNDS, TokenProofs } from '../../../src/transport/http/token-proofs.ts';

/** Checks that end when they are told to. */
function checks() {
  const begun: string[] = [];
  const ends = new Map<string, (error?: MistError) => void>();
  return {
    begun,
    check: (name: string) => () => {
      begun.push(name);
      return new Promise<string>((resolve, reject) =>
        ends.set(name, (error) => (error ? reject(error) : resolve(`${name} is known`))),
      );
    },
    end: async (name: string, error?: MistError) => {
      ends.get(name)?.(error);
      await wait(0);
    },
  };
}

const refused = new MistError('unauthorized', 'The cloud did not accept the token (401).', '', { status: 401 });

describe('proofs of tokens', () => {
  it('run a few at a time, and an address with many waiting lets another in between', async () => {
    const proofs = new TokenProofs<string>({ ...PROOF_BOUNDS, checks: 2, checksPerAddress: 2 });
    const { begun, check, end } = checks();
    const prove = (name: string, address: string) => proofs.prove(name, address, check(name)).catch(() => '');
    const all = [...['a1', 'a2', 'a3', 'a4'].map((name) => prove(name, 'a')), prove('b1', 'b')];
    await wait(0);
    expect(begun).toEqual(['a1', 'a2']);
    await end('a1');
    await end('a2');
    expect(begun).toContain('b1');
    for (const name of ['a3', 'b1', 'a4']) await end(name);
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1'].map((name) => `${name} is known`));
    expect(proofs.waiting).toBe(0);
  });

  it('let only so many requests wait, of one address and in all', async () => {
    const proofs = new TokenProofs<string>({ ...PROOF_BOUNDS, waiting: 3, waitingPerAddress: 2 });
    const { check, end } = checks();
    const prove = (name: string, address: string) => proofs.prove(name, address, check(name));
    const held = [prove('a1', 'a'), prove('a2', 'a'), prove('b1', 'b')];
    await expect(prove('a3', 'a')).rejects.toMatchObject({ status: 503 });
    await expect(prove('b2', 'b')).rejects.toMatchObject({ status: 503 });
    for (const name of ['a1', 'a2', 'b1']) await end(name);
    await Promise.all(held);
    expect(proofs.waiting).toBe(0);
    const next = prove('a3', 'a');
    await wait(0);
    await end('a3');
    await expect(next).resolves.toBe('a3 is known');
  });

  it('that wait behind the refusals of their address are not begun, until its minute is over', async () => {
    let now = 0;
    const bounds = { ...PROOF_BOUNDS, checks: 1, checksPerAddress: 1, refusedPerAddress: 1 };
    const proofs = new TokenProofs<string>(bounds, () => now);
    const { begun, check, end } = checks();
    const prove = (name: string) => proofs.prove(name, 'a', check(name));
    const first = prove('a1').catch((error: unknown) => error);
    const second = prove('a2').catch((error: unknown) => error);
    await wait(0);
    await end('a1', refused);
    expect(await first).toMatchObject({ status: 401 });
    expect(await second).toMatchObject({ status: 429 });
    await expect(prove('a1')).rejects.toMatchObject({ status: 401 });
    expect(begun).toEqual(['a1']);
    now = bounds.windowMs;
    const again = prove('a1');
    await wait(0);
    await end('a1');
    await expect(again).resolves.toBe('a1 is known');
  });

  it('that fail because the cloud does is no refusal: the next request asks again', async () => {
    const proofs = new TokenProofs<string>();
    const down = new MistError('rate_limited', 'Too many (429).', '', { status: 429, retryAfter: 90_000 });
    const fails = () => Promise.reject(down);
    const told = { status: 503, more: { headers: { 'Retry-After': '3600' } } };
    for (let turn = 0; turn < 20; turn += 1) await expect(proofs.prove('a', 'a', fails)).rejects.toMatchObject(told);
    await expect(proofs.prove('a', 'a', async () => 'known')).resolves.toBe('known');
  });
});
