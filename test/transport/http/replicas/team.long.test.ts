import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN_ORG } from '../../../../simulator/world/world.ts';
import { engineProgram } from '../../../harness/engine.ts';
import { nginxProgram } from '../../../harness/nginx.ts';
import { connectByHand, YES } from '../../../harness/rounds.ts';
import {
  CALL_MS,
  GROUPS,
  type MemberClient,
  openTeamStage,
  PROFILES,
  type ProfileName,
  type TeamMember,
  type TeamStage,
} from '../../../harness/team-stage.ts';

const [people = 300, calls = 50] = (process.env.TEST_PEOPLE ?? '300x50').split('x').map(Number);

const CREATE = 'mist_change_configuration_objects';
const missing = engineProgram === undefined || nginxProgram === undefined;

const range = (length: number): number[] => Array.from({ length }, (_, at) => at);

function personOf(number: number): TeamMember {
  const groups = Object.keys(GROUPS);
  return {
    subject: `p${number}`,
    group: groups[number % groups.length] ?? '',
    era: number % 2 === 0 ? '2025-11-25' : '2026-07-28',
  };
}

describe.skipIf(missing)('a team on two replicas (needs nginx and redis-server)', () => {
  let stage: TeamStage;
  let org: string;
  beforeAll(async () => {
    stage = await openTeamStage();
    org = stage.cloud.world.id('orgs', MAIN_ORG);
  }, 120_000);
  afterAll(() => stage.close(), 120_000);

  const made = (name: string): number =>
    stage.cloud.world.table('sitegroups').filter((row) => row.name === name).length;

  const creation = (name: string): Readonly<Record<string, unknown>> => ({
    ...{ action_type: 'create', object_type: 'org_sitegroups', org_id: org },
    payload: { name },
  });

  /**
   * One of the calls that a person makes.
   *
   * @returns what is wrong with the answer, if anything
   */
  async function callOnce(
    { call, questions }: MemberClient,
    { subject, group }: TeamMember,
    turn: number,
  ): Promise<string | undefined> {
    const profiles = GROUPS[group] ?? [];
    const profile = profiles[turn % profiles.length] ?? 'reader';
    const chosen = profiles.length > 1 ? { profile } : {};
    const mark = `mark-${subject}-${profile}-${turn}`;
    if (turn % 10 === 3 && profile === 'writer') {
      let before = questions.length;
      let answer = await call(CREATE, { ...creation(mark), ...chosen });
      // On a machine that is too busy the engine may be late: then nothing was sent, and the person calls again.
      for (let again = 0; again < 20 && answer.text.includes('Call again in a moment'); again += 1) {
        if (made(mark) !== 0) return `made ${mark} though it was said that nothing was sent`;
        before = questions.length;
        answer = await call(CREATE, { ...creation(mark), ...chosen });
      }
      const { data, text } = answer;
      const asked = questions.slice(before);
      if (asked.length !== 1 || asked[0]?.includes(mark) !== true) return `asked ${JSON.stringify(asked)} for ${mark}`;
      return data.outcome === 'applied' && made(mark) === 1 ? undefined : `made ${made(mark)} of ${mark}: ${text}`;
    }
    if (turn % 5 === 0) {
      const { data } = await call('mist_get_self', { action_type: 'account_info', ...chosen });
      const isOwn = data.email === `${PROFILES[profile]}@lakeside.example`;
      return isOwn && (profiles.length === 1 || data.profile === profile) ? undefined : JSON.stringify(data);
    }
    if (turn % 5 < 3) {
      const { text, isError } = await call('mist_get_stats', { stats_type: mark, ...chosen });
      return isError && text.includes(mark) ? undefined : text;
    }
    const { text, isError } = await call('mist_search_client', {
      client_type: 'wired',
      org_id: org,
      text: mark,
      ...chosen,
    });
    return isError ? text : undefined;
  }

  it(`${people} people with ${calls} calls each get their own answers by their own profiles, and are on record with them`, async () => {
    const team = range(people).map(personOf);
    const connected = await Promise.all(team.map((person) => stage.connect(person)));
    const wrong: string[] = [];
    await Promise.all(
      team.map(async (person, at) => {
        const own = connected[at];
        if (!own) throw new Error('everybody is connected');
        for (const turn of range(calls)) {
          const problem = await callOnce(own, person, turn).catch(String);
          if (problem !== undefined) wrong.push(`${person.subject} ${turn}: ${problem.slice(0, 300)}`);
        }
      }),
    );
    expect(wrong).toEqual([]);

    const marked = stage.cloud.requests.flatMap(({ query, body, caller }) => {
      const mark = /mark-(p\d+)-([a-z]+)-\d+/.exec(`${query.text ?? ''} ${body}`);
      return mark ? [{ mark: mark[0], profile: mark[2], caller }] : [];
    });
    expect(marked.length).toBeGreaterThan((people * calls) / 6);
    const isProfile = (name: string | undefined): name is ProfileName => name !== undefined && name in PROFILES;
    expect(marked.filter(({ profile, caller }) => !isProfile(profile) || caller !== PROFILES[profile])).toEqual([]);

    const records = stage.lines().filter(({ msg }) => msg === 'Tool call');
    const foreign = records.filter(
      ({ request_id, subject, issuer, profile }) =>
        String(request_id).split('-')[0] !== subject ||
        issuer !== stage.provider.issuer ||
        GROUPS[personOf(Number(String(subject).slice(1))).group]?.some((name) => name === profile) !== true,
    );
    expect(foreign.slice(0, 3)).toEqual([]);
    expect(records.length).toBeGreaterThanOrEqual(people * calls);
    expect(new Set(records.map(({ subject }) => subject)).size).toBe(people);
    const served = (replica: number): number => records.filter((line) => line.replica === replica).length;
    expect(Math.min(served(0), served(1))).toBeGreaterThan(records.length / 10);
    await Promise.all(connected.map(({ client }) => client.close()));
  }, 3_600_000);

  it('a replica that dies in the middle loses no answer unsaid, makes nothing twice, and people go on at the other', async () => {
    const team = range(40).map((number) => ({ ...personOf(number), group: 'noc', subject: `k${number}` }));
    const connected = await Promise.all(team.map((person) => stage.connect(person)));
    let done = 0;
    let killed: Promise<void> | undefined;
    const outcomes = await Promise.all(
      team.flatMap((person, at) =>
        range(6).map(async (turn) => {
          const name = `kill-${person.subject}-${turn}`;
          const said = await (connected[at]?.call(CREATE, creation(name), 30_000) ?? Promise.reject(new Error())).then(
            ({ data }) => String(data.outcome ?? 'refused'),
            () => 'failed',
          );
          done += 1;
          if (done === 30) killed = stage.kill(0);
          return { name, said };
        }),
      ),
    );
    await killed;
    expect(outcomes.filter(({ said }) => said === 'applied').length).toBeGreaterThanOrEqual(20);
    // Something was under way, or this shows nothing.
    expect(outcomes.filter(({ said }) => said === 'failed').length).toBeGreaterThan(0);
    // What is said to be made is there once; what failed for the client may have been made, but never twice.
    expect(outcomes.filter(({ name, said }) => said === 'applied' && made(name) !== 1)).toEqual([]);
    expect(outcomes.filter(({ name }) => made(name) > 1)).toEqual([]);
    expect(outcomes.filter(({ name, said }) => said === 'refused' && made(name) > 0)).toEqual([]);
    for (const own of connected) {
      const self = (): Promise<unknown> =>
        own.call('mist_get_self', { action_type: 'account_info' }).then(({ data }) => data.email, String);
      await expect.poll(self, { timeout: CALL_MS }).toBe('write@lakeside.example');
    }
    await stage.start(0);
    await Promise.all(connected.map(({ client }) => client.close()));
  }, 600_000);

  it('a yes that is replayed at the other replica, after a restart, and with an engine that hangs makes one change at most', async () => {
    const token = await stage.tokenOf({ subject: 'replayer', group: 'noc', era: '2026-07-28' });
    const rounds = await Promise.all(
      stage.replicaUrls.map((url) =>
        connectByHand(
          {
            fetch: async (request) => {
              const headers = new Headers(request.headers);
              headers.set('Authorization', `Bearer ${token}`);
              const body = request.method === 'POST' ? await request.text() : null;
              return fetch(url, { method: request.method, headers, body });
            },
          },
          { elicitation: { form: {} } },
        ),
      ),
    );
    const send = async (replica: number, name: string, requestState?: string): Promise<Record<string, unknown>> => {
      const answered = requestState === undefined ? {} : { requestState, inputResponses: YES() };
      const call = { name: CREATE, arguments: { ...creation(name) }, ...answered };
      return { ...(await rounds[replica]?.callTool(call, { allowInputRequired: true })) };
    };
    const stateOf = async (replica: number, name: string): Promise<string> => {
      const { requestState } = await send(replica, name);
      if (typeof requestState !== 'string') throw new Error('nobody was asked');
      return requestState;
    };

    const restarted = await stateOf(0, 'replay-restart');
    await stage.kill(0);
    await stage.start(0);
    expect(JSON.stringify(await send(0, 'replay-restart', restarted))).toContain('applied');
    for (const at of [0, 1]) {
      expect(JSON.stringify(await send(at, 'replay-restart', restarted))).toContain('used before');
    }
    expect(made('replay-restart')).toBe(1);

    const hung = await stateOf(0, 'replay-hung');
    stage.engine.hang();
    for (const at of [0, 1]) {
      expect(JSON.stringify(await send(at, 'replay-hung', hung))).toContain('cannot be recorded');
    }
    stage.engine.resume();
    await stage.kill(1);
    await stage.start(1);
    for (const at of [0, 1, 0, 1]) await send(at, 'replay-hung', hung);
    expect(made('replay-hung')).toBeLessThanOrEqual(1);

    const late = await stateOf(1, 'replay-forgotten');
    expect(JSON.stringify(await send(0, 'replay-forgotten', late))).toContain('applied');
    await stage.engine.restart();
    await expect.poll(() => stateOf(1, 'replay-after').catch(() => undefined)).toBeDefined();
    expect(JSON.stringify(await send(1, 'replay-forgotten', late))).toContain('was lost since you were asked');
    expect(made('replay-forgotten')).toBe(1);
    await Promise.all(rounds.map((client) => client.close()));
  }, 300_000);
});
