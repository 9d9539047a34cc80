/** The digits that a service answers with, for answers that a fault makes up. */
import type { Service } from './faulty-server.ts';

const SERVICE_DIGITS: Readonly<Record<Service, string>> = {
  token: '73',
  generate: '90',
  query: '91',
  expire: '93',
  register: '92',
  list: '90',
  status: '23',
};

/** @param status three digits @param rest two digits */
export function codeOf(service: Service, status: number, rest: string): string {
  return `${status}${SERVICE_DIGITS[service]}${rest}`;
}

/** A JSON answer that carries nothing but its code. */
export function coded(service: Service, status: number, rest: string, message = 'Fault'): string {
  return JSON.stringify({ responseCode: codeOf(service, status, rest), responseMessage: message });
}
