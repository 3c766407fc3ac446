import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createClient } from '../../../../src/client/client.ts';
import { redactedLog, redactor } from '../../../../src/client/failures/redact.ts';
import { AssistantError } from '../../../../src/core/errors.ts';
import type { Behaviour } from '../../../support/endpoint/behaviour.ts';
import type { StandIn } from '../../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../../support/endpoint/startEndpoint.ts';
import { runs } from '../../../support/runs.ts';

const key = 'sk-Secret/0123+45"67\\89=';

/** Ways in which a server may write one character. */
const escapes: readonly ((character: string) => string)[] = [
  (character) => character,
  (character) => JSON.stringify(character).slice(1, -1),
  (character) => JSON.stringify(JSON.stringify(character)).slice(3, -3),
  (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  (character) => `\\\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  (character) => (character === '/' ? '\\/' : character),
  (character) => encodeURIComponent(character),
  (character) => encodeURIComponent(encodeURIComponent(character)).toLowerCase(),
  (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  (character) => `&#${character.charCodeAt(0)};`,
  (character) => `&#x${character.charCodeAt(0).toString(16).padStart(4, '0')};`,
  (character) => character.toLowerCase(),
];

describe('the key taken out of texts', () => {
  const redact = redactor(key);

  it('goes in every spelling', () => {
    for (const escape of escapes) {
      const written = Array.from(key, escape).join('');
      assert.equal(redact(`a ${written} b ${written}`), 'a … b …', written);
    }
  });

  it('goes whatever spelling each of its characters has', () => {
    const choice = fc.array(fc.nat(escapes.length - 1), { minLength: key.length, maxLength: key.length });
    fc.assert(fc.property(choice, fc.string(), fc.string(), (picked, before, after) => {
      const written = Array.from(key, (character, at) => escapes[picked[at] ?? 0]?.(character) ?? '').join('');
      const left = redact(`${before}#${written}#${after}`);
      assert.equal(left, `${before}#…#${after}`);
    }), { numRuns: runs(500) });
  });

  it('leaves every other text as it is', () => {
    for (const text of ['', 'sk-Secret', 'sk-Secret/0123', key.slice(1), key.slice(0, -1), '%73%6b'])
      assert.equal(redact(text), text);
    assert.equal(redactor(undefined)(key), key);
    assert.equal(redactor('')(key), key);
  });

  it('takes a key of any characters, and texts of any length', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (secret, text) => {
        assert.ok(!redactor(secret)(`${text}${secret}${text}`).includes(secret) || '…'.includes(secret));
      }),
      { numRuns: runs(500) },
    );
    assert.equal(redact('s'.repeat(1_000_000)).length, 1_000_000);
  });

  it('goes before a line of the log is shortened', () => {
    const lines: string[] = [];
    const log = redactedLog({ info: (line) => lines.push(line), trace: (line) => lines.push(line) }, redact);
    log.trace('x'.repeat(65_530) + key + 'y'.repeat(1_000_000));
    log.info(`it said ${key}`);
    assert.ok(!lines.some((line) => line.includes('sk-')));
    assert.match(lines[0] ?? '', /… and 999,\d{3} more characters$/);
  });
});

/** Where a server may put the key it was sent. Each ends in an error or a reply, and the log at its finest level. */
describe('a server that echoes the key', () => {
  let endpoint: StandIn;

  before(async () => {
    endpoint = await startEndpoint({ key });
  });
  beforeEach(() => endpoint.reset());
  after(() => endpoint.stop());

  const escaped = Array.from(key, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  const padded = 'x'.repeat(290);
  const raw = (status: number, body: string, headers = {}): Behaviour => ({ kind: 'raw', status, headers, body });
  const answers: Readonly<Record<string, Behaviour>> = {
    'in a message': { kind: 'envelopeError', status: 400, errors: [`bad key ${key}`] },
    'across the end of what is shown': { kind: 'envelopeError', status: 400, errors: [`${padded}${key} and more`] },
    'in the third of several messages': {
      kind: 'envelopeError',
      status: 400,
      errors: ['a'.repeat(140), 'b'.repeat(140), `${key} c`],
    },
    'in the echo of its headers': {
      kind: 'status',
      status: 500,
      body: { headers: { authorization: `Bearer ${key}` }, message: 'it broke' },
    },
    'in the echo of its headers, with success': {
      kind: 'result',
      result: { echo: { authorization: `Bearer ${key}` } },
    },
    'in plain text': raw(200, `${padded}${key}`),
    'in plain text, escaped': raw(502, `${padded}${escaped} bad`),
    'in the title of a page': raw(502, `<html><title>${padded}${encodeURIComponent(key)}</title></html>`),
    'in JSON within JSON': raw(400, JSON.stringify({ errors: [JSON.stringify({ seen: key })] })),
    'in a finish word': {
      kind: 'result',
      result: { choices: [{ message: { content: 'Hi' }, finish_reason: `${padded}${key}` }] },
    },
    'in an error inside a stream': {
      kind: 'stream',
      events: [JSON.stringify({ error: { message: `${padded}${key}` } })],
      end: 'done',
    },
    'in an error behind the text of a stream': {
      kind: 'stream',
      events: ['{"response":"Hi"}', JSON.stringify({ errors: [`${padded}${key}`], success: false })],
      end: 'done',
    },
    'in the address of a redirect': { kind: 'redirect', status: 307, location: 'https://sk-secret.example/sk-Secret' },
  };

  for (const [where, behaviour] of Object.entries(answers)) {
    it(`${where}: neither errors nor the log hold it, nor a part of it`, async () => {
      await endpoint.otherwise(behaviour);
      const logged: string[] = [];
      const config = {
        url: endpoint.dataoortsUrl,
        protocol: 'dataoorts',
        model: 'openai/gpt-oss-120b',
        stream: false,
        sendsEffort: false,
        key: where.includes('redirect') ? 'sk-Secret' : key,
        parameters: { max_tokens: 512 },
        timeoutMs: 60_000,
      } as const;
      if (where.includes('redirect')) await endpoint.configure({ key: 'sk-Secret' });
      const log = { info: (line: string) => logged.push(line), trace: (line: string) => logged.push(line) };
      const client = createClient({ config: () => Promise.resolve(config), log, wait: () => Promise.resolve() });
      const request = { messages: [{ role: 'user', content: 'Hi' }] } as const;
      const ended = await client
        .complete(request, { signal: new AbortController().signal })
        .catch((thrown: unknown) => thrown);
      const seen = ended instanceof AssistantError ? [ended.message, ended.details] : [ended];
      assert.doesNotMatch(JSON.stringify([seen, logged]), /sk-|sk%2d|u0073|Secret/i);
      assert.ok(endpoint.recorded.length > 0, 'it was asked');
    });
  }
});
