/** The eight services of the two providers: where each one listens and which SNAP service code it answers with. */

export const SERVICES = {
  'speedcash-token': { provider: 'speedcash', code: '73', paths: ['/v1.0/access-token/b2b'] },
  'generate-terminal': { provider: 'speedcash', code: '92', paths: ['/v1.0/qr/qr-generate-terminal'] },
  'expire-billnumber': { provider: 'speedcash', code: '93', paths: ['/v1.0/qr/qr-mpm-expire-billnumber'] },
  // The page's table and the provider's official client disagree about the path: both are served.
  'generate-list': {
    provider: 'speedcash',
    code: '90',
    paths: ['/v1.0/qr/qr-generate-list', '/v1.0/qr/qr-mpm-generate-list'],
  },
  'merchant-status': { provider: 'speedcash', code: '23', paths: ['/v1.0/merchant/status'] },
  // PayCools' page has v2.0 in its sample and v2.1 in its table: both are served.
  'paycools-token': { provider: 'paycools', code: '73', paths: ['/v2.0/access-token/b2b', '/v2.1/access-token/b2b'] },
  'generate-atm-qr': { provider: 'paycools', code: '90', paths: ['/v2.0/cdm/cdm-mpm-generate'] },
  'query-atm-qr': { provider: 'paycools', code: '91', paths: ['/v2.0/cdm/cdm-mpm-query'] },
} as const satisfies Record<string, ServiceFacts>;

export interface ServiceFacts {
  readonly provider: 'speedcash' | 'paycools';
  /** SNAP service code, two digits. */
  readonly code: string;
  readonly paths: readonly string[];
}

export type ServiceName = keyof typeof SERVICES;
export type SpeedcashService = 'generate-terminal' | 'expire-billnumber' | 'generate-list' | 'merchant-status';
export type PaycoolsService = 'generate-atm-qr' | 'query-atm-qr';

const BY_PATH: ReadonlyMap<string, ServiceName> = new Map(
  (Object.keys(SERVICES) as ServiceName[]).flatMap((name) => SERVICES[name].paths.map((path) => [path, name] as const)),
);

/** The service that listens at this path (exact, no query string), or null. */
export function serviceAt(path: string): ServiceName | null {
  return BY_PATH.get(path) ?? null;
}

/** A seven-digit response code of a service. @param status HTTP status @param rest two-digit case */
export function codeOf(service: ServiceName, status: number, rest: string): string {
  return `${status}${SERVICES[service].code}${rest}`;
}
