/** A certificate of its own authority for servers at 127.0.0.1, in X.509 (RFC 5280), made anew for each test run. */
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const SEQUENCE = 0x30;
const SET = 0x31;
const DAY_MS = 86_400_000;

function der(tag: number, ...parts: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const length = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), body]);
}

const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'));
const time = (at: number) => der(0x18, `${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}Z`);
const bits = (bytes: Buffer) => der(0x03, Buffer.of(0), bytes);
const ECDSA_SHA256 = der(SEQUENCE, oid('2a8648ce3d040302'));

/** @returns key and certificate in PEM; whoever trusts the certificate trusts the server */
export function makeCertificate(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(SEQUENCE, der(SET, der(SEQUENCE, oid('550403'), der(0x0c, 'lockdesk.test'))));
  const basicConstraints = der(SEQUENCE, oid('551d13'), der(0x04, der(SEQUENCE, der(0x01, Buffer.of(0xff)))));
  const altNames = der(SEQUENCE, der(0x87, Buffer.of(127, 0, 0, 1)));
  const subjectAltName = der(SEQUENCE, oid('551d11'), der(0x04, altNames));
  const body = der(
    SEQUENCE,
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_SHA256,
    name,
    der(SEQUENCE, time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, basicConstraints, subjectAltName)),
  );
  const certificate = der(SEQUENCE, body, ECDSA_SHA256, bits(sign('sha256', body, privateKey)));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`,
  };
}
