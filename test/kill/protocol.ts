/** What the kill suite's parent (the cashier) and its child (the till that dies) say to each other, a line each. */

/** Where the child has to die: at the n-th time that it passes a failpoint. */
export interface Death {
  readonly point: string;
  /** From 1. */
  readonly nth: number;
  /** How much of a socket write still leaves at a `part` point, of its bytes; between 0 and 1. */
  readonly share: number;
}

/** The first line to the child. */
export interface Init {
  readonly home: string;
  /** The vault's entries: throw-away keys of the sandbox, base64. */
  readonly secrets: readonly (readonly [name: string, secret: string])[];
  readonly printerPort: number;
  readonly death: Death | null;
}

export interface Courier {
  readonly courierNo: string;
  readonly courierName: string;
  readonly courierMobile: string;
}

/** One press of the cashier. */
export type Action =
  /** `until`: the answer waits for the paper; else it is printed while the next action runs, as in the window. */
  | { readonly do: 'generate'; readonly courier: Courier; readonly print: boolean; readonly until: boolean }
  | { readonly do: 'expire'; readonly bill: string }
  | { readonly do: 'register'; readonly terminalId: string; readonly description: string }
  | { readonly do: 'print'; readonly reference: string }
  | { readonly do: 'check'; readonly reference: string }
  | { readonly do: 'retire'; readonly reference: string }
  | { readonly do: 'list' }
  | { readonly do: 'resume' }
  | { readonly do: 'resume-job'; readonly job: string }
  | { readonly do: 'drop-job'; readonly job: string }
  /** One round over everything that is uncertain; `behind`: while other actions run, as the window does it. */
  | { readonly do: 'settle'; readonly behind: boolean }
  | { readonly do: 'settle-one'; readonly operation: string }
  /** Waits for what prints in the background, closes everything and ends. */
  | { readonly do: 'quit' };

/** What the cashier was told: an action's outcome without its words. */
export interface Answer {
  readonly outcome: string;
  readonly code: string | null;
  readonly operationId: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The journal's own check, right after it was opened. */
export interface Ready {
  readonly problems: readonly string[];
}

/** What a line of the child begins with. */
export const MARK = {
  /** A failpoint that was passed. */
  passed: 'p ',
  /** The failpoint at which it kills itself now. */
  dying: 'd ',
  ready: 'r ',
  answer: 'a ',
  /** A fault of the program: an exception out of an action. */
  bug: 'x ',
} as const;
