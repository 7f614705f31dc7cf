import { expect, it } from 'vitest';
import { HttpRefusal } from '../../../../src/transport/http/refusal.ts';
import type { SharedCount } from '../../../../src/transport/http/replicas/shared-counts.ts';
import { PersonLimit } from '../../../../src/transport/http/sign-in/person-limit.ts';

const alice = { issuer: 'https://login.example.com', subject: 'alice' };
const bob = { ...alice, subject: 'bob' };
const ALONE: SharedCount = { add() {}, others: 0 };

function refusalOf(work: () => void): HttpRefusal {
  try {
    work();
  } catch (error) {
    if (error instanceof HttpRefusal) return error;
    throw error;
  }
  throw new Error('it was not refused');
}

it('a person is told to wait after as many requests as they may make, until the next ten seconds', () => {
  let now = 1_000_003_000;
  const limit = new PersonLimit(
    60,
    () => ALONE,
    () => now,
  );
  for (let request = 0; request < 10; request += 1) limit.take(alice, 1);
  const { status, more } = refusalOf(() => limit.take(alice, 1));
  expect([status, more.reason, more.headers?.['Retry-After']]).toEqual([429, 'person', '7']);
  limit.take(bob, 10);
  limit.take(alice, 0);
  now += 7000;
  limit.take(alice, 10);
  expect(refusalOf(() => limit.take(alice, 1)).status).toBe(429);
});

it('requests of a person at other replicas count', () => {
  const shared = { others: 0, add() {} };
  const limit = new PersonLimit(
    60,
    () => shared,
    () => 0,
  );
  limit.take(alice, 4);
  shared.others = 6;
  expect(refusalOf(() => limit.take(alice, 1)).status).toBe(429);
});
