/** A provider's service as the actions use it: the body is made once and kept, the call is made from those bytes. */
import type { z } from 'zod';
import type { ProviderName } from '../ports/operations.ts';
import type { ServiceCall } from '../snap/call.ts';
import type { CodeRow } from '../snap/codes.ts';
import type { HttpRequest } from '../snap/http.ts';

export interface Service<Input, Data> {
  /** The exact request body for this input. A bug (not a user's mistake) when the input does not fit the page. */
  readonly body: (input: Input) => string;
  /** A call that sends these bytes in every attempt. */
  readonly call: (body: string) => ServiceCall<Data>;
}

/** Makes a `body` function that checks what it is about to send against the page's own schema. */
export function bodyFrom<Input, Wire>(
  schema: z.ZodType<Wire>,
  toWire: (input: Input) => Wire,
): (input: Input) => string {
  return (input) => JSON.stringify(schema.parse(toWire(input)));
}

/** Makes a `read` function from an answer schema; what does not fit it is not a success. */
export function readWith<Wire, Data>(
  schema: z.ZodType<Wire>,
  toData: (wire: Wire) => Data | null,
): (body: unknown) => Data | null {
  return (body) => {
    const parsed = schema.safeParse(body);
    return parsed.success ? toData(parsed.data) : null;
  };
}

export interface ServiceSpec<Input, Data> {
  readonly provider: ProviderName;
  /** SNAP service code, two digits. */
  readonly code: string;
  readonly rows: readonly CodeRow[];
  readonly body: (input: Input) => string;
  /** Given the request body, so that an answer about something else can be told from ours. */
  readonly read: (body: string) => ServiceCall<Data>['read'];
  readonly request: (body: Uint8Array, accessToken: string, externalId: string) => HttpRequest;
  readonly alsoSuccess?: readonly string[];
  readonly empty?: Data;
  readonly redact?: (text: string) => string;
}

export function defineService<Input, Data>(spec: ServiceSpec<Input, Data>): Service<Input, Data> {
  return {
    body: spec.body,
    call: (body) => {
      const bytes = Buffer.from(body, 'utf8');
      return {
        provider: spec.provider,
        service: spec.code,
        alsoSuccess: spec.alsoSuccess ?? [],
        rows: spec.rows,
        read: spec.read(body),
        ...(spec.empty === undefined ? {} : { empty: spec.empty }),
        ...(spec.redact === undefined ? {} : { redact: spec.redact }),
        request: (accessToken, externalId) => spec.request(bytes, accessToken, externalId),
      };
    },
  };
}
