/** What the sandbox can do to an answer instead of sending it: one table for the server, the tests and the docs. */

export interface Fault {
  readonly name: string;
  /** Stands for the name where only digits can be entered. */
  readonly number: number;
  /** Whether the request takes effect in the provider's books although the caller is left in the dark. */
  readonly processes: boolean;
  /** For the docs. */
  readonly says: string;
}

const FAULTS_BY_NUMBER = [
  { name: 'SLOW', number: 1, processes: true, says: 'waits (3 s unless told otherwise), then answers as usual' },
  { name: 'HANG', number: 2, processes: false, says: 'never answers' },
  { name: 'MUTE', number: 3, processes: true, says: 'never answers' },
  { name: 'RESET', number: 4, processes: false, says: 'resets the connection' },
  { name: 'LOST', number: 5, processes: true, says: 'resets the connection: the answer is lost' },
  { name: 'CUT', number: 6, processes: true, says: 'closes the connection in the middle of the answer' },
  { name: 'DRIP', number: 7, processes: true, says: 'sends one byte of the answer a second' },
  { name: 'EMPTY', number: 8, processes: true, says: 'HTTP 200 without a body' },
  { name: 'HTML', number: 9, processes: true, says: 'HTTP 200 with a web page' },
  { name: 'HALF', number: 10, processes: true, says: 'HTTP 200 with the first half of the JSON' },
  { name: 'HUGE', number: 11, processes: true, says: 'a success answer of more than 1 MiB' },
  { name: 'UNDEF', number: 12, processes: true, says: 'HTTP 200 with code 200SS77, which no table has' },
  { name: 'UNDEF4', number: 13, processes: false, says: 'HTTP 400 with code 400SS77, which no table has' },
  { name: 'FOREIGN', number: 14, processes: true, says: 'the success code of another service (2004700)' },
  { name: 'BARE', number: 15, processes: true, says: 'success with code and message only, the other fields missing' },
  { name: 'MISFIT', number: 16, processes: true, says: 'the success answer under HTTP 500' },
  { name: 'ERR500', number: 17, processes: false, says: 'HTTP 500 with code 500SS00' },
  { name: 'ERR503', number: 18, processes: true, says: 'HTTP 503 with code 503SS00, although it was done' },
  { name: 'GATE', number: 19, processes: true, says: 'HTTP 502 with a web page, as a gateway would send it' },
  { name: 'MOVED', number: 20, processes: false, says: 'HTTP 307 to another path' },
  { name: 'STALE', number: 21, processes: false, says: 'revokes the token: HTTP 401 with code 401SS01' },
] as const satisfies readonly Fault[];

export type FaultName = (typeof FAULTS_BY_NUMBER)[number]['name'];
export type NamedFault = Fault & { readonly name: FaultName };

export const FAULTS: readonly NamedFault[] = FAULTS_BY_NUMBER;

/** A fault by its name in the table. */
export function faultNamed(name: FaultName): NamedFault {
  const found = FAULTS.find((fault) => fault.name === name);
  // The type holds every name of the table: a miss would be a bug.
  if (found === undefined) throw new Error(`no fault is called ${name}`);
  return found;
}
