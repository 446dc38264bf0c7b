/** Which paths exist in a workspace, read off the contract: a path or method it lacks is a type error. */

import type { components, paths } from './generated/schema';

type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete';
type Filled<P extends string> = P extends `${infer Head}{${string}}${infer Tail}`
  ? `${Head}${string}${Filled<Tail>}`
  : P;
type Inside<P> = P extends `/api/v1/w/{workspace}${infer Rest}` ? Filled<Rest> : never;
type Having<V extends Verb> = {
  [P in keyof paths]: paths[P][V] extends undefined ? never : P;
}[keyof paths];

/** A path below the workspace that answers to a method. */
export type WorkspacePath<V extends Verb> = Inside<Having<V>>;

/** A shape of the contract by name. */
export type Schema<N extends keyof components['schemas']> = components['schemas'][N];

/** A shape of the contract in which some fields are known more closely than it says. */
export type Closer<
  N extends keyof components['schemas'],
  Known extends Partial<Record<keyof Schema<N>, unknown>>,
> = Omit<Schema<N>, keyof Known> & Known;
