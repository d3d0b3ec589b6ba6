import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A key and its certificate; an authority is one that may sign others. */
export interface Certificate {
  readonly subject: string;
  readonly key: KeyObject;
  /** PEM. */
  readonly certificate: string;
}

/** Makes a self-signed authority. */
export function makeAuthority(subject: string): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const basicConstraints = extension(oids.basicConstraints, sequence(der(0x01, Buffer.of(0xff))));
  const signer = { subject, key: privateKey };
  const certificate = signed(signer, subject, publicKey, yearAround(Date.now()), [basicConstraints]);
  return { subject, key: privateKey, certificate };
}

/**
 * Makes a certificate for a server.
 *
 * @param names host names, IPv4 addresses or `::1`, that it is for
 * @param middle of the year in which it is valid, in milliseconds since the epoch
 */
export function issue(authority: Certificate, names: readonly string[], middle = Date.now()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const subject = 'rollcall test server';
  const alternatives = extension(oids.subjectAltName, sequence(...names.map(alternativeName)));
  const certificate = signed(authority, subject, publicKey, yearAround(middle), [alternatives]);
  return { subject, key: privateKey, certificate };
}

/** Object identifiers, encoded (RFC 5280, RFC 5758). */
const oids = {
  commonName: Buffer.from('0603550403', 'hex'),
  basicConstraints: Buffer.from('0603551d13', 'hex'),
  subjectAltName: Buffer.from('0603551d11', 'hex'),
  ecdsaWithSha256: Buffer.from('06082a8648ce3d040302', 'hex'),
};

type Validity = readonly [Date, Date];

function yearAround(middle: number): Validity {
  const halfYear = 183 * 86_400_000;
  return [new Date(middle - halfYear), new Date(middle + halfYear)];
}

/** RFC 5280, section 4.1: the certificate with its signature, as PEM. */
function signed(
  issuer: { subject: string; key: KeyObject },
  subject: string,
  publicKey: KeyObject,
  validity: Validity,
  extensions: readonly Buffer[],
): string {
  const algorithm = sequence(oids.ecdsaWithSha256);
  const body = sequence(
    der(0xa0, integer(Buffer.of(2))),
    integer(Buffer.concat([Buffer.of(0x01), randomBytes(8)])),
    algorithm,
    name(issuer.subject),
    sequence(...validity.map(generalizedTime)),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = Buffer.concat([Buffer.of(0), sign('sha256', body, issuer.key)]);
  const base64 = sequence(body, algorithm, der(0x03, signature)).toString('base64');
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const size = content.length;
  const length = size < 0x80 ? [size] : size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.of(tag, ...length), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts);
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function name(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oids.commonName, der(0x0c, Buffer.from(commonName)))));
}

function generalizedTime(date: Date): Buffer {
  return der(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));
}

function extension(oid: Buffer, value: Buffer): Buffer {
  return sequence(oid, der(0x04, value));
}

/** RFC 5280, section 4.2.1.6: dNSName is [2], iPAddress is [7] with the address's bytes. */
function alternativeName(name: string): Buffer {
  if (name === '::1') return der(0x87, Buffer.concat([Buffer.alloc(15), Buffer.of(1)]));
  return isIP(name) === 4
    ? der(0x87, Buffer.from(name.split('.').map(Number)))
    : der(0x82, Buffer.from(name));
}
