/** What a contract between window and main is: channels with schemas, and the types of both sides derived from them. */
import type { z } from 'zod';
import type { Outcome } from './outcome.ts';
import type { Right } from './rights.ts';

export interface RequestSpec {
  readonly input: z.ZodType;
  /** What `data` of an `ok` outcome holds. */
  readonly output: z.ZodType;
  /**
   * Whether something may have happened when the action ends unexpectedly. Decides between `unavailable` (it only
   * reads) and `unknown` (it acts: nobody may say that nothing happened).
   */
  readonly effect: 'reads' | 'acts';
  /**
   * Whether it may be asked for at a till that knows its people: by `anyone`, also while the till is locked; by whoever
   * is `in`; or only by who has a right, or whom a supervisor lets do it this once.
   */
  readonly right: 'anyone' | 'in' | Right;
  /** Channels that name the same turn never run at the same time; whoever comes second is told to wait. */
  readonly turn?: string;
}

export interface Contract {
  readonly requests: Readonly<Record<string, RequestSpec>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export type RequestName<C extends Contract> = keyof C['requests'] & string;
export type EventName<C extends Contract> = keyof C['events'] & string;

/** What a caller may hand in (before defaults are filled in). */
export type RequestInput<C extends Contract, N extends RequestName<C>> = z.input<C['requests'][N]['input']>;
/** What the action gets (after parsing). */
export type ParsedInput<C extends Contract, N extends RequestName<C>> = z.output<C['requests'][N]['input']>;
/** What the action hands back (before the output schema has seen it). */
export type ActionData<C extends Contract, N extends RequestName<C>> = z.input<C['requests'][N]['output']>;
/** What the caller gets. */
export type RequestData<C extends Contract, N extends RequestName<C>> = z.output<C['requests'][N]['output']>;
export type EventPayload<C extends Contract, N extends EventName<C>> = z.output<C['events'][N]>;

/** The window's side: all that a page can reach of main. */
export interface Api<C extends Contract> {
  readonly request: <N extends RequestName<C>>(
    name: N,
    input: RequestInput<C, N>,
  ) => Promise<Outcome<RequestData<C, N>>>;
  /** @returns a function that ends the subscription; calling it twice is harmless */
  readonly on: <N extends EventName<C>>(name: N, listener: (payload: EventPayload<C, N>) => void) => () => void;
}

/** Main's side: one action for every request. */
export type Actions<C extends Contract> = {
  readonly [N in RequestName<C>]: (input: ParsedInput<C, N>) => Promise<Outcome<ActionData<C, N>>>;
};

/** Sends an event to the window; one that its schema refuses is a bug, is reported and does not go out. */
export type Emit<C extends Contract> = <N extends EventName<C>>(name: N, payload: z.input<C['events'][N]>) => void;

/** Writes a contract down; its exact type is kept, so that everything else can be derived. */
export function defineContract<const C extends Contract>(contract: C): C {
  return contract;
}

/** The names alone, for the preload, which must not carry the schemas. */
export interface ChannelNames {
  readonly requests: readonly string[];
  readonly events: readonly string[];
}

export function channelNames(contract: Contract): ChannelNames {
  return { requests: Object.keys(contract.requests), events: Object.keys(contract.events) };
}
