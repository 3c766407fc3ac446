import { createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';

/** A certificate with its key, in PEM, as `node:https` takes them. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Wish {
  /** Names the certificate is for, e.g. `endpoint.test`. */
  readonly hosts: readonly string[];
  /** Default: from yesterday to tomorrow. */
  readonly from?: Date;
  readonly until?: Date;
}

export interface Authority {
  /** Whoever trusts this trusts all it issues. */
  readonly cert: string;
  issue(wish: Wish): Certificate;
}

/** Made for one test run, in memory: nothing that is worth trusting. */
export function createAuthority(name = 'gpt-oss test authority'): Authority {
  const keys = newKeys();
  const own = {
    subject: name,
    issuer: name,
    publicKey: keys.publicKey,
    signer: keys.privateKey,
    ...valid(),
    extensions: [certificateAuthority()],
  };
  return {
    cert: pem('CERTIFICATE', certificate(own)),
    issue: ({ hosts, from, until }) => {
      const leaf = newKeys();
      const period = { from: from ?? valid().from, until: until ?? valid().until };
      const der = certificate({
        subject: hosts[0] ?? '',
        issuer: name,
        publicKey: leaf.publicKey,
        signer: keys.privateKey,
        ...period,
        extensions: [alternativeNames(hosts)],
      });
      return {
        cert: pem('CERTIFICATE', der),
        key: leaf.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      };
    },
  };
}

/** A certificate that vouches for itself. */
export function selfSigned(host: string): Certificate {
  const { publicKey, privateKey } = newKeys();
  const der = certificate({
    subject: host,
    issuer: host,
    publicKey,
    signer: privateKey,
    ...valid(),
    extensions: [alternativeNames([host])],
  });
  return { cert: pem('CERTIFICATE', der), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

interface Fields {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly from: Date;
  readonly until: Date;
  readonly extensions: readonly Buffer[];
}

const day = 86_400_000;

function valid(): { from: Date; until: Date } {
  return { from: new Date(Date.now() - day), until: new Date(Date.now() + day) };
}

function newKeys(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** ASN.1 in DER: tag, length, content (X.690). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), content]);
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts);
const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** Object identifiers, with tag and length. */
const oid = {
  ecdsaWithSha256: hex('06082a8648ce3d040302'),
  commonName: hex('0603550403'),
  basicConstraints: hex('0603551d13'),
  subjectAltName: hex('0603551d11'),
};

/** The structure of RFC 5280, 4.1, signed. */
function certificate({ subject, issuer, publicKey, signer, from, until, extensions }: Fields): Buffer {
  const version3 = der(0xa0, hex('020102'));
  const serial = der(0x02, Buffer.concat([hex('01'), randomBytes(8)]));
  const algorithm = sequence(oid.ecdsaWithSha256);
  const key = publicKey.export({ type: 'spki', format: 'der' });
  const body = sequence(
    version3,
    serial,
    algorithm,
    nameOf(issuer),
    sequence(time(from), time(until)),
    nameOf(subject),
    key,
    der(0xa3, sequence(...extensions)),
  );
  const signature = createSign('sha256').update(body).sign(signer);
  return sequence(body, algorithm, der(0x03, hex('00'), signature));
}

function nameOf(text: string): Buffer {
  return sequence(der(0x31, sequence(oid.commonName, der(0x0c, Buffer.from(text)))));
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(date.toISOString().replace(/[-:T]|\.\d+/g, '')));
}

function certificateAuthority(): Buffer {
  return sequence(oid.basicConstraints, hex('0101ff'), der(0x04, sequence(hex('0101ff'))));
}

function alternativeNames(hosts: readonly string[]): Buffer {
  return sequence(oid.subjectAltName, der(0x04, sequence(...hosts.map((host) => der(0x82, Buffer.from(host))))));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}
