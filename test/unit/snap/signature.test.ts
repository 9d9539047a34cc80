/** The three signatures, byte for byte: the published vectors, and RSA checked with the other half of the key. */
import { createSecretKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { signClientTimestamp, signService } from '../../../main/snap/signature.ts';

const secret = (text: string) => createSecretKey(Buffer.from(text, 'utf8'));

describe('HMAC-SHA512 over METHOD:path:token:hash:timestamp', () => {
  it('gives the vector of the generate service', () => {
    const body =
      '{"partnerReferenceNo":"2020102900000000000001","amount":{"value":"12345678.00","currency":"IDR"},"feeAmount":{"value":"12345678.00","currency":"IDR"},"merchantId":"00007100010926","terminalId":"213141251124","validityPeriod":"2009-07-03T12:08:56-07:00"}';
    const signature = signService(secret('myclientsecret'), {
      method: 'POST',
      path: '/v1.0/qr/qr-mpm-generate',
      accessToken: 'myaccesstoken',
      body: Buffer.from(body),
      timestamp: '2024-03-05T10:37:16.196Z',
    });
    expect(signature).toBe('wmzT7yjg1SxxCsxNsFgCR9SYXiZGGbceF6fV8xe97sAMHxZ+7OEBMIBmvb6Sj6GcksGp3iv77DiomgSbcST3XQ==');
  });

  it.each([
    [
      '/qr/qr-generate-terminal',
      'Ms3cpy4gc9TAuqi3bpfwJo/sUG7iDxGFYTLuH1By3ZdKugdsv1qc4E1QfZrBqZjaoE9CSk4A0kADnpd3D46Tmw==',
    ],
    [
      '/v1.0/qr/qr-generate-terminal',
      'GUw1CHqtJ+V2bUmSGkcWTvzlOBXfhDqC25AdgI9Xjn+JcHHDEfPdahoKyDA1PN/Uphsl+mjfndEw2MJmH7YOHg==',
    ],
  ])('gives the vector of the terminal service signed as %s', (path, expected) => {
    const signature = signService(secret('unit-test-secret'), {
      method: 'POST',
      path,
      accessToken: 'unit-test-token',
      // White space inside a value is part of what is signed.
      body: Buffer.from('{"merchantId":"1210001","terminalId":"KASIR-01","description":"Lantai 1 / depan"}'),
      timestamp: '2025-01-02T03:04:05+07:00',
    });
    expect(signature).toBe(expected);
  });
});

describe('SHA256withRSA over clientId|timestamp', () => {
  it('verifies with the public key, and only for that text', () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const signature = Buffer.from(signClientTimestamp(privateKey, 'client-1', '2023-09-25T17:57:35+07:00'), 'base64');
    const holds = (text: string) => verify('sha256', Buffer.from(text), publicKey, signature);
    expect(holds('client-1|2023-09-25T17:57:35+07:00')).toBe(true);
    expect(holds('client-1|2023-09-25T17:57:36+07:00')).toBe(false);
  });
});
