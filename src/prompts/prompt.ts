import type { Tool } from '../tool/define.ts';
import type { ArgumentName } from './arguments.ts';

/** The value of an argument in a step, and what stands there when the person gave none; without one it is left out. */
export interface Argument<A extends ArgumentName = ArgumentName> {
  readonly argument: A;
  readonly otherwise?: string;
  /** Comes before the value. */
  readonly before?: string;
}

/** An input in a step: as it stands, from an argument, or `<what to take from an earlier answer>`. */
export type StepValue<A extends ArgumentName = ArgumentName> =
  | string
  | number
  | boolean
  | readonly string[]
  | Argument<A>;

/** One call, in its place. */
export interface Step<A extends ArgumentName = ArgumentName> {
  readonly tool: Tool;
  readonly with: Readonly<Record<string, StepValue<A>>>;
  /** What the answer proves, and what to take from it. */
  readonly proves: string;
  /** Only with this argument. */
  readonly when?: A;
  /** Only without this argument. */
  readonly unless?: A;
}

/** A question that engineers ask again and again, and the way to its answer. */
export interface Prompt<A extends ArgumentName = ArgumentName> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Arguments without which it means nothing. */
  readonly needs: readonly A[];
  /** Further arguments. */
  readonly takes: readonly A[];
  /** What an argument is when the person gave none. */
  readonly defaults?: { readonly [N in NoInfer<A>]?: string };
  readonly task: string;
  readonly steps: readonly Step<NoInfer<A>>[];
  /** What the answer has to hold. */
  readonly answer: string;
  /** What must not be concluded. */
  readonly beware: string;
}

/** Stands for an argument in a step's inputs. */
export const arg = <const A extends ArgumentName>(argument: A, otherwise?: string, before?: string): Argument<A> => ({
  argument,
  ...(otherwise === undefined ? {} : { otherwise }),
  ...(before === undefined ? {} : { before }),
});

/** Defines a prompt; steps can name the arguments alone that it has. */
export const definePrompt = <const A extends ArgumentName>(prompt: Prompt<A>): Prompt => prompt;
