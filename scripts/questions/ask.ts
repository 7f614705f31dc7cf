import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { startDemoCloud } from '../../simulator/cloud.ts';
import { CORE_TOOLS } from '../../src/config/tools-setting.ts';
import { makeRepeatable, startServer } from '../docs/server.ts';
import { FAR_SITE, type Question, questions } from './questions.ts';

/** What one question took. */
export interface QuestionResult {
  readonly asks: string;
  readonly tools: readonly string[];
  readonly calls: number;
  /** Requests to the cloud. */
  readonly requests: number;
  /** Tokens of the answers. */
  readonly tokens: number;
  /** Truths that the answers lack; none where it is right. */
  readonly lacking: readonly string[];
  /** Whether the tools of the preset `core` answer it. */
  readonly isCore: boolean;
}

/** What all of them took, and what a model reads before the first. */
export interface QuestionReport {
  readonly results: readonly QuestionResult[];
  readonly listTokens: number;
  readonly coreListTokens: number;
  readonly instructionTokens: number;
}

const SITES = 3000;

export const tokensOf = (value: unknown): number =>
  encode(typeof value === 'string' ? value : JSON.stringify(value)).length;

async function openCloud(isLarge: boolean) {
  const cloud = await startDemoCloud({ seed: 1 });
  if (!isLarge) return cloud;
  for (let index = 0; index < SITES; index += 1) {
    const name = `Branch ${index}`;
    cloud.world.add('sites', name, { org: 'Lakeside Retail Group' }, { name, address: `${index} Long Road` });
  }
  if (!cloud.world.find('sites', cloud.world.id('sites', FAR_SITE))) throw new Error(`There is no ${FAR_SITE}`);
  return cloud;
}

async function askAll(isLarge: boolean): Promise<QuestionResult[]> {
  const cloud = await openCloud(isLarge);
  const server = await startServer([], undefined, cloud);
  const results: QuestionResult[] = [];
  for (const question of questions.filter((one) => (one.isLarge === true) === isLarge)) {
    const calls = question.calls(cloud.world);
    const before = cloud.requests.length;
    const texts: string[] = [];
    for (const [tool, inputs] of calls) texts.push(JSON.stringify((await server.call(tool, inputs)).answer));
    results.push(
      resultOf(
        question,
        { tools: calls.map(([tool]) => tool), texts, requests: cloud.requests.length - before },
        cloud.world,
      ),
    );
  }
  await server.close();
  return results;
}

function resultOf(
  { asks, truths }: Question,
  { tools, texts, requests }: { tools: readonly string[]; texts: readonly string[]; requests: number },
  world: Parameters<Question['truths']>[0],
): QuestionResult {
  const text = texts.join('\n');
  return {
    ...{ asks, tools, requests, calls: tools.length },
    tokens: texts.reduce((sum, one) => sum + tokensOf(one), 0),
    lacking: truths(world).filter((truth) => !text.includes(truth)),
    isCore: tools.every((tool) => CORE_TOOLS.includes(tool)),
  };
}

async function listOf(args: readonly string[]): Promise<{ list: number; instructions: number }> {
  const server = await startServer(args);
  const counted = { list: tokensOf(await server.tools()), instructions: tokensOf(server.instructions()) };
  await server.close();
  return counted;
}

/** Asks all questions of the server on the simulated cloud, whose clock stands still. */
export async function askQuestions(): Promise<QuestionReport> {
  makeRepeatable();
  const results = [...(await askAll(false)), ...(await askAll(true))];
  const [all, core] = [await listOf([]), await listOf(['--tools', 'core'])];
  return {
    results,
    listTokens: all.list,
    coreListTokens: core.list,
    instructionTokens: all.instructions,
  };
}
