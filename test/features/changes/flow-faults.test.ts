import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DemoCloud } from '../../../simulator/cloud.ts';
import type { Fault, FaultKind } from '../../../simulator/fault.ts';
import { startCloud, writesOf } from '../../harness/cloud.ts';
import { answerIn, CHANGE, type DeskStage, openDesk, questionIn, YES } from '../../harness/rounds.ts';

let cloud: DemoCloud;
let stage: DeskStage;
/** Gives an answer that does not come less time. */
let hasty: DeskStage;
let before: ((request: Request) => void) | undefined;
const off: (() => void)[] = [];
beforeAll(async () => {
  cloud = await startCloud();
  stage = await openDesk({ cloud, before: (request) => before?.(request) });
  hasty = await openDesk({ cloud, timeoutMs: 3000 });
  // One site has it, so that asking computes little.
  const row = cloud.world.add('sitetemplates', 'Turning', { org: 'Lakeside Retail Group' }, { name: 'Turning' });
  cloud.world.named('sites', 'Madrid Store').sitetemplate_id = String(row.id);
});
afterEach(() => {
  before = undefined;
  for (const end of off.splice(0)) end();
});
afterAll(async () => {
  expect(cloud.violations).toEqual([]);
  await stage.close();
  await hasty.close();
  await cloud.close();
});

const fault = (rule: Fault): void => void off.push(cloud.fault(rule));

type Args = Readonly<Record<string, unknown>>;

/** Asks, sets faults up, says yes, and gives the answer with the number of writes that the cloud saw. */
async function changed(args: Args, faults: readonly Fault[], typed?: string, on = stage) {
  const { state } = questionIn(await on.ask(args, CHANGE));
  faults.forEach(fault);
  const from = cloud.requests.length;
  const { data, isError } = answerIn(await on.reply(args, state, YES(typed), CHANGE));
  return { data, isError, writes: writesOf(cloud, from).length };
}

let turn = 0;
/** A change that makes a difference each time. */
function update(): Args {
  turn += 1;
  const object_id = cloud.world.id('sitetemplates', 'Turning');
  const payload = { vars: { turn: String(turn) } };
  return { action_type: 'update', object_type: 'org_sitetemplates', object_id, payload };
}

function create(): Args & { readonly payload: { readonly name: string } } {
  turn += 1;
  return { action_type: 'create', object_type: 'org_sitetemplates', payload: { name: `Made ${turn}` } };
}

/** A site template that is there to be deleted. */
function removal(): Args & { readonly name: string } {
  turn += 1;
  const name = `Doomed ${turn}`;
  const row = cloud.world.add('sitetemplates', name, { org: 'Lakeside Retail Group' }, { name });
  return { name, action_type: 'delete', object_type: 'org_sitetemplates', object_id: String(row.id) };
}

const UNCLEAR: readonly FaultKind[] = ['500', '502', '503', '504', 'cut', 'hang', 'html', 'redirect', 'empty'];
const CASES = UNCLEAR.flatMap((kind) => [true, false].map((applied) => [kind, applied] as const));
/** Kinds that differ in how the answer is lost; the others are like one of these. */
const TELLING = CASES.filter(([kind]) => ['cut', '503', 'empty'].includes(kind));

describe.each(CASES)('a write met by %s, taken effect: %s', (kind, applied) => {
  const outcome = applied ? 'applied' : 'not_applied';

  it('is sent once and reported truly: update', async () => {
    const on = kind === 'hang' ? hasty : stage;
    const { data, isError, writes } = await changed(
      update(),
      [{ kind, applied, method: 'PUT', times: 1 }],
      undefined,
      on,
    );
    expect({ outcome: data.outcome, isError, writes }, JSON.stringify(data)).toEqual({
      outcome,
      isError: false,
      writes: 1,
    });
    expect('undo' in data).toBe(applied);
  });
});

describe.each(TELLING)('a write that makes or removes, met by %s, taken effect: %s', (kind, applied) => {
  const outcome = applied ? 'applied' : 'not_applied';

  it('is sent once and reported truly: create', async () => {
    const args = create();
    const { data, writes } = await changed(args, [{ kind, applied, method: 'POST', match: '/api/v1/orgs', times: 1 }]);
    expect({ outcome: data.outcome, writes }, JSON.stringify(data)).toEqual({ outcome, writes: 1 });
    const made = cloud.world.table('sitetemplates').find((row) => row.name === args.payload.name);
    expect(data.object_id).toBe(made?.id);
  });

  it('is sent once and reported truly: delete', async () => {
    const { name, ...args } = removal();
    const { data, writes } = await changed(args, [{ kind, applied, method: 'DELETE', times: 1 }], name);
    expect({ outcome: data.outcome, writes }, JSON.stringify(data)).toEqual({ outcome, writes: 1 });
    expect(cloud.world.find('sitetemplates', String(args.object_id)) === undefined).toBe(applied);
  });
});

it('reports a slow or cut off answer to a write that took effect', async () => {
  for (const kind of ['slow', 'truncated'] as const) {
    const { data, writes } = await changed(update(), [{ kind, method: 'PUT', times: 1 }]);
    expect({ outcome: data.outcome, writes }).toEqual({ outcome: 'applied', writes: 1 });
  }
});

it('says unknown where reading back fails as well', async () => {
  const lost = { kind: 'cut', times: 1 } as const;
  for (const [args, method, typed] of [
    [update(), 'PUT'],
    [create(), 'POST'],
    [removal(), 'DELETE', `Doomed ${turn}`],
  ] as const) {
    const { action_type, object_type } = args;
    const rest = {
      ...('object_id' in args ? { object_id: args.object_id } : {}),
      ...('payload' in args ? { payload: args.payload } : {}),
      action_type,
      object_type,
    };
    before = (request) => {
      if (request.method === method) fault({ kind: '503', method: 'GET' });
    };
    const { data, isError, writes } = await changed(rest, [{ ...lost, method }], typed);
    expect({ outcome: data.outcome, isError, writes }, JSON.stringify(data)).toEqual({
      outcome: 'unknown',
      isError: false,
      writes: 1,
    });
    expect(String(data.note)).toMatch(/lost.*Reading back failed/);
    for (const end of off.splice(0)) end();
  }
});

it('says unknown where a success shows no object and reading back fails', async () => {
  before = (request) => {
    if (request.method === 'PUT') fault({ kind: '503', method: 'GET' });
  };
  const { data, isError, writes } = await changed(update(), [{ kind: 'empty', method: 'PUT', times: 1 }]);
  expect({ outcome: data.outcome, isError, writes }).toEqual({ outcome: 'unknown', isError: false, writes: 1 });
  expect(String(data.note)).toMatch(/without the object.*Reading back failed/);
});

it('believes a clear no: nothing was changed, and why', async () => {
  const full = await changed(update(), [{ kind: 'rate_limit', method: 'PUT', times: 1, retryAfter: 30 }]);
  expect(full.data).toMatchObject({ status: 429, error: expect.stringContaining('Nothing was changed') });
  expect(full).toMatchObject({ isError: true, writes: 1 });
  const row = cloud.world.add('sitetemplates', 'Gone', { org: 'Lakeside Retail Group' }, { name: 'Gone' });
  const args = {
    action_type: 'update',
    object_type: 'org_sitetemplates',
    object_id: String(row.id),
    payload: { name: 'Back' },
  };
  before = (request) => {
    if (request.method === 'PUT') cloud.world.remove('sitetemplates', String(row.id));
  };
  expect((await changed(args, [])).data).toMatchObject({
    status: 404,
    error: expect.stringContaining('Nothing was changed'),
  });
});

describe('a failure before the write', () => {
  it('stops the change at the first reading', async () => {
    fault({ kind: '503', method: 'GET', match: '/api/v1/orgs' });
    const from = cloud.requests.length;
    expect(answerIn(await stage.ask(update(), CHANGE)).isError).toBe(true);
    expect(writesOf(cloud, from)).toEqual([]);
  });

  it('stops it at the reading after the yes', async () => {
    const { data, isError, writes } = await changed(update(), [{ kind: '503', method: 'GET' }]);
    expect({ isError, writes }, JSON.stringify(data)).toEqual({ isError: true, writes: 0 });
  });

  it('stops it at the last reading just before the write', async () => {
    const args = update();
    const path = `/sitetemplates/${String(args.object_id)}`;
    const { state } = questionIn(await stage.ask(args, CHANGE));
    let readings = 0;
    before = (request) => {
      if (request.url.endsWith(path) && ++readings === 2) fault({ kind: '503', method: 'GET', times: 3 });
    };
    const from = cloud.requests.length;
    expect(answerIn(await stage.reply(args, state, YES(), CHANGE)).isError).toBe(true);
    expect(writesOf(cloud, from)).toEqual([]);
    expect(readings).toBeGreaterThan(1);
  });

  it('in a look-up of the impact is said, never taken for no impact', async () => {
    fault({ kind: '503', method: 'GET', match: 'GET /api/v1/orgs/{org_id}/sites' });
    const { message } = questionIn(await stage.ask(update(), CHANGE));
    expect(message).toMatch(/Impact unknown: sites could not be looked through: /);
    const { name: _, ...args } = removal();
    const refused = answerIn(await stage.ask(args, CHANGE));
    expect(refused.data.error).toMatch(/could not be found out/);
    const forced = questionIn(await stage.ask({ ...args, force: true }, CHANGE));
    expect(forced.message).toContain('FORCED: ITS USE IS NOT KNOWN');
  });
});

describe('two people who edit the same object', () => {
  it('the second is refused, and told what the first did', async () => {
    const other = await openDesk({ cloud });
    const mine = update();
    const theirs = update();
    const first = questionIn(await stage.ask(mine, CHANGE));
    const second = questionIn(await other.ask(theirs, CHANGE));
    expect(answerIn(await stage.reply(mine, first.state, YES(), CHANGE)).data.outcome).toBe('applied');
    const from = cloud.requests.length;
    const { data, isError } = answerIn(await other.reply(theirs, second.state, YES(), CHANGE));
    expect(isError).toBe(true);
    expect(writesOf(cloud, from)).toEqual([]);
    expect(data.next_step).toMatch(/vars\.turn: .* → /);
    await other.close();
  });

  it('is noticed between the reading after the yes and the write', async () => {
    const args = update();
    const id = String(args.object_id);
    const { state } = questionIn(await stage.ask(args, CHANGE));
    let readings = 0;
    before = (request) => {
      if (!request.url.endsWith(`/sitetemplates/${id}`) || ++readings !== 2) return;
      const row = cloud.world.find('sitetemplates', id);
      if (row) Object.assign(row, { vars: { someone: 'else' }, modified_time: Number(row.modified_time) + 5 });
    };
    const from = cloud.requests.length;
    const { data } = answerIn(await stage.reply(args, state, YES(), CHANGE));
    expect(data.error).toMatch(/changed by someone else/);
    expect(data.next_step).toContain('vars.someone: (none) → "else"');
    expect(writesOf(cloud, from)).toEqual([]);
  });
});

it('records every attempt with its true outcome', () => {
  const { records } = stage;
  for (const outcome of ['applied', 'not_applied', 'unknown', 'failed', 'refused'])
    expect(records.filter((record) => record.outcome === outcome).length, outcome).toBeGreaterThan(0);
  for (const record of records.filter(({ outcome }) => outcome === 'unknown' || outcome === 'not_applied'))
    expect(record).toMatchObject({ decision: 'accepted', digest: expect.any(String), reason: expect.any(String) });
});
