import type { DemoCloud } from '../../simulator/cloud.ts';
import { isList, isRow, type Json, parseJson, type Row } from '../../simulator/json.ts';

export interface SimulatorAnswer {
  status: number;
  text: string;
  headers: Headers;
  /** The parsed body, or null where it is empty. */
  body: Json;
}

export interface AskOptions {
  token?: keyof DemoCloud['tokens'] | 'none';
  body?: Json;
  headers?: Record<string, string>;
}

/** Sends one request straight to the simulated cloud, without the server's own client in between. */
export async function ask(cloud: DemoCloud, request: string, options: AskOptions = {}): Promise<SimulatorAnswer> {
  const [method = 'GET', path = '/'] = request.split(' ');
  const { token = 'msp', body, headers = {} } = options;
  const authorization: Record<string, string> =
    token === 'none' ? {} : { Authorization: `Token ${cloud.tokens[token]}` };
  const content: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const response = await fetch(cloud.url + path, {
    method,
    headers: { ...authorization, ...content, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, headers: response.headers, body: text === '' ? null : parseJson(text) };
}

/** The rows of a list answer, whether it is the list or holds it. */
export function rowsOf(body: Json): Row[] {
  const list = isRow(body) ? body.results : body;
  return isList(list) ? list.filter(isRow) : [];
}

/** The object of an answer. */
export function rowOf(body: Json): Row {
  return isRow(body) ? body : {};
}
