import { macOf } from '../../core/ids.ts';
import { isRecord } from '../../core/json.ts';
import type { MistAnswer } from '../../mist/http/client.ts';
import { namesOfIds, orgOfAnswer } from '../../mist/id-names.ts';
import type { ApiContext } from '../../mist/session.ts';

type Row = Readonly<Record<string, unknown>>;

/** The form of a device's id, which some objects have as the name of a member: the plan of the channels of a band. */
const DEVICE_ID = /^00000000-0000-0000-1000-[0-9a-f]{12}$/;

/** Members of an object that are about one device each. */
const devicesIn = (value: unknown): readonly string[] =>
  isRecord(value) ? Object.keys(value).filter((key) => DEVICE_ID.test(key) && isRecord(value[key])) : [];

function withNames(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!isRecord(value)) return value;
  const named = Object.entries(value).map(([key, member]) => {
    const name = DEVICE_ID.test(key) ? names.get(macOf(key)) : undefined;
    return [key, name !== undefined && isRecord(member) && !('name' in member) ? { name, ...member } : member];
  });
  return Object.fromEntries(named);
}

/** An object with the names of the devices by whose ids its members list them, each inside what is about it. */
export async function nameKeys(context: ApiContext, answer: Pick<MistAnswer, 'url'>, body: Row): Promise<Row> {
  const ids = Object.values(body).flatMap(devicesIn);
  if (ids.length === 0) return body;
  const org = await orgOfAnswer(context, answer, []);
  if (org === undefined) return body;
  const names = await namesOfIds(context, org, 'device', ids.map(macOf));
  context.signal.throwIfAborted();
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, withNames(value, names)]));
}
