import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ToolCall } from '../../../../src/core/chat/messages.ts';
import { readToolCalls } from '../../../../src/client/answer/toolCalls.ts';
import type { ToolCallSources } from '../../../../src/client/answer/toolCalls.ts';
import { runs } from '../../../support/runs.ts';

const numRuns = runs(10_000);
const offered = ['read_file', 'apply_patch', 'search'];

function read(sources: Partial<ToolCallSources>) {
  return readToolCalls({ native: [], harmony: [], text: '', offered, ...sources });
}

function call(name: string, value: Record<string, unknown>, id?: string): ToolCall {
  return { ...(id === undefined ? {} : { id }), name, arguments: { ok: true, value } };
}

const readA = call('read_file', { path: 'a' });
const json = '{"name":"read_file","arguments":{"path":"a"}}';

describe('tool calls', function () {
  this.timeout(120_000);

  describe('from tool_calls', () => {
    const shapes: [string, unknown, ToolCall][] = [
      ['arguments as an object', { name: 'read_file', arguments: { path: 'a' } }, readA],
      ['arguments as JSON', { name: 'read_file', arguments: '{"path":"a"}' }, readA],
      [
        'the OpenAI shape',
        { id: 'c1', type: 'function', function: { name: 'read_file', arguments: '{"path":"a"}' } },
        call('read_file', { path: 'a' }, 'c1'),
      ],
      ['parameters instead of arguments', { name: 'read_file', parameters: { path: 'a' } }, readA],
      ['a JSON text of a call', json, readA],
      ['a number as id', { id: 7, name: 'read_file', arguments: {} }, call('read_file', {}, '7')],
      ['no arguments', { name: 'read_file' }, call('read_file', {})],
      ['empty arguments', { name: 'read_file', arguments: '' }, call('read_file', {})],
      ['a name with a control token', { name: 'read_file<|channel|>commentary', arguments: { path: 'a' } }, readA],
      ['a name with a prefix', { name: 'functions.read_file', arguments: { path: 'a' } }, readA],
      [
        'a name with header words glued to it',
        { name: 'functions.read_filecommentaryjson', arguments: { path: 'a' } },
        readA,
      ],
      ['a name with header words behind it', { name: 'read_file json', arguments: { path: 'a' } }, readA],
      ['a name with blanks', { name: 'functions.Read File', arguments: { path: 'a' } }, readA],
      ['a name spelled otherwise', { name: 'ReadFile', arguments: { path: 'a' } }, readA],
      [
        'a name with dots',
        { name: 'repo_browser.open', arguments: { path: 'a' } },
        call('repo_browser.open', { path: 'a' }),
      ],
      [
        'a call inside a call',
        { name: 'Python', arguments: { name: 'Write', input: { path: 'a' } } },
        call('Write', { path: 'a' }),
      ],
      [
        'a call inside a call, to a tool offered',
        { name: 'json', arguments: { name: 'read_file', arguments: { path: 'a' } } },
        readA,
      ],
      [
        'an argument called name',
        { name: 'make', arguments: { name: 'x', path: 'a' } },
        call('make', { name: 'x', path: 'a' }),
      ],
      [
        'a tool that takes a name and an input',
        { name: 'search', arguments: { name: 'x', input: {} } },
        call('search', { name: 'x', input: {} }),
      ],
      [
        'a tool that was not offered',
        { name: 'container.exec', arguments: { cmd: ['ls'] } },
        call('container.exec', { cmd: ['ls'] }),
      ],
    ];
    for (const [title, entry, expected] of shapes) {
      it(title, () => assert.deepEqual(read({ native: [entry] }).calls, [expected]));
    }

    it('leaves out what is no call', () => assert.deepEqual(read({ native: [null, 1, 'x', [], {}] }).calls, []));

    it('hands back a call without a name as malformed', () => {
      assert.deepEqual(read({ native: [{ arguments: { a: 1 } }] }).calls, [
        { name: '', arguments: { ok: false, raw: '{"a":1}', problem: 'The call has no name.' } },
      ]);
    });

    it('keeps two equal calls of one source', () => {
      assert.equal(
        read({
          native: [
            { name: 'search', arguments: {} },
            { name: 'search', arguments: {} },
          ],
        }).calls.length,
        2,
      );
    });
  });

  describe('arguments', () => {
    const mended: [string, unknown, Record<string, unknown>][] = [
      ['trailing bracket', '{"path":"a"}}', { path: 'a' }],
      ['trailing comma', '{"path":"a",}', { path: 'a' }],
      ['comma behind', '{"path":"a"},', { path: 'a' }],
      ['trailing commas inside', '{"a":[1,2,],"b":{"c":",}",},}', { a: [1, 2], b: { c: ',}' } }],
      ['control tokens in front', '<|constrain|>json<|message|>{"path":"a"}<|call|>', { path: 'a' }],
      ['a format in front', 'code={"path":"a"}', { path: 'a' }],
      ['brackets and the next head behind', '{"path":"a"}]}ठीकassistant to=functions.search code\n', { path: 'a' }],
      ['a glued joint behind', '{"path":"a"}assistantfinalDone.', { path: 'a' }],
      ['a result that was made up behind', '{"path":"a"} functions.search to=assistant', { path: 'a' }],
      ['control token behind', '{"path":"a"}<|call|>', { path: 'a' }],
      ['raw line break in a string', '{"text":"a\nb\tc"}', { text: 'a\nb\tc' }],
      ['encoded twice', '"{\\"path\\":\\"a\\"}"', { path: 'a' }],
      ['in a list', '[{"path":"a"}]', { path: 'a' }],
      ['in an object', '{"arguments":{"path":"a"}}', { path: 'a' }],
      ['in an object, encoded', { parameters: '{"path":"a"}' }, { path: 'a' }],
      ['in an object of the tool\'s name', { read_file: { path: 'a' } }, { path: 'a' }],
      ['in the whole call', { name: 'read_file', arguments: { path: 'a' } }, { path: 'a' }],
      ['in a fence', '```json\n{"path":"a"}\n```', { path: 'a' }],
      ['not wrapped: more than one key', { arguments: { a: 1 }, b: 2 }, { arguments: { a: 1 }, b: 2 }],
      ['not wrapped: no object inside', { arguments: 1 }, { arguments: 1 }],
    ];
    for (const [title, raw, value] of mended) {
      it(title, () =>
        assert.deepEqual(read({ native: [{ name: 'read_file', arguments: raw }] }).calls, [call('read_file', value)]),
      );
    }

    const malformed: [string, unknown, string][] = [
      ['cut off', '{"path":"a', 'The arguments end before their JSON is complete.'],
      ['cut off before the last bracket', '{"path":"a"', 'The arguments end before their JSON is complete.'],
      ['no JSON', 'path=a', 'The arguments are not JSON.'],
      ['a patch', '*** Begin Patch\n*** End Patch', 'The arguments are not JSON.'],
      ['broken', '{path: a}', 'The arguments are not valid JSON.'],
      ['prose about an assistant behind', '{"path":"a"} the assistant says so', 'The arguments are not valid JSON.'],
      ['text behind', '{"path":"a"} and so on', 'The arguments are not valid JSON.'],
      ['a number', '5', 'The arguments are a number, not an object.'],
      ['null', 'null', 'The arguments are null, not an object.'],
      ['a string', '"a"', 'The arguments are a string, not an object.'],
      ['a list', '[1,2]', 'The arguments are a list, not an object.'],
    ];
    for (const [title, raw, problem] of malformed) {
      it(`malformed: ${title}`, () => {
        assert.deepEqual(read({ native: [{ name: 'read_file', arguments: raw }] }).calls, [
          { name: 'read_file', arguments: { ok: false, raw, problem } },
        ]);
      });
    }
  });

  describe('from the text', () => {
    const found: [string, string, readonly ToolCall[], string][] = [
      ['whole', json, [readA], ''],
      ['with parameters', '{"name":"read_file","parameters":{"path":"a"}}', [readA], ''],
      ['with blanks around', `\n ${json}\n`, [readA], ''],
      ['in a list', `[${json},${json}]`, [readA, readA], ''],
      ['one a line', `${json}\n${json}`, [readA, readA], ''],
      ['in a fence', `\`\`\`json\n${json}\n\`\`\``, [readA], ''],
      ['in a fence behind prose', `I look it up.\n\n\`\`\`json\n${json}\n\`\`\`\n`, [readA], 'I look it up.'],
      ['in two fences', `\`\`\`json\n${json}\n\`\`\`\n\n\`\`\`\n${json}\n\`\`\``, [readA, readA], ''],
      ['encoded arguments', '{"name":"read_file","arguments":"{\\"path\\":\\"a\\"}"}', [readA], ''],
      [
        'the OpenAI shape',
        '{"id":"c","type":"function","function":{"name":"read_file","arguments":"{\\"path\\":\\"a\\"}"}}',
        [call('read_file', { path: 'a' }, 'c')],
        '',
      ],
      ['with a surplus bracket', `${json}}`, [readA], ''],
      ['with a prefix', '{"name":"functions.read_file","arguments":{"path":"a"}}', [readA], ''],
    ];
    for (const [title, text, calls, left] of found) {
      it(title, () => assert.deepEqual(read({ text }), { calls, text: left }));
    }

    const untouched: [string, string][] = [
      ['in prose', `Call it with ${json} and wait.`],
      ['in a line of its own', `Call it so:\n${json}\nand wait.`],
      ['behind prose', `Call:\n${json}`],
      ['in a fence in front of prose', `\`\`\`json\n${json}\n\`\`\`\nis how it is called.`],
      ['in a fence of another language', `\`\`\`js\n${json}\n\`\`\``],
      ['not offered', '{"name":"rm","arguments":{"path":"a"}}'],
      ['no arguments', '{"name":"read_file"}'],
      ['other keys', '{"name":"read_file","arguments":{},"description":"x"}'],
      [
        'the definition of a tool',
        '{"name":"read_file","parameters":{"type":"object","properties":{"path":{"type":"string"}}}}',
      ],
      ['one of a list is no call', `[${json},{"a":1}]`],
      ['package.json', '{"name":"search","version":"1.0.0"}'],
      ['cut off', '{"name":"read_file","arguments":{"path":"a"'],
      ['inside a larger fence', `\`\`\`json\n{"calls":[${json}]}\n\`\`\``],
      ['empty list', '[]'],
    ];
    for (const [title, text] of untouched) {
      it(`not: ${title}`, () => assert.deepEqual(read({ text }), { calls: [], text }));
    }
  });

  describe('from more than one source', () => {
    const harmony = [{ name: 'functions.read_file', rawArguments: '{"path": "a"}' }];

    it('is one call when it came natively and by harmony', () => {
      assert.deepEqual(read({ native: [{ id: 'c', name: 'read_file', arguments: { path: 'a' } }], harmony }).calls, [
        call('read_file', { path: 'a' }, 'c'),
      ]);
    });

    it('whatever the order of keys', () => {
      const native = [{ name: 'search', arguments: { a: 1, b: { c: 1, d: 2 } } }];
      assert.equal(
        read({ native, harmony: [{ name: 'search', rawArguments: '{"b":{"d":2,"c":1},"a":1}' }] }).calls.length,
        1,
      );
    });

    it('is two when the arguments differ', () => {
      assert.equal(read({ native: [{ name: 'read_file', arguments: { path: 'b' } }], harmony }).calls.length, 2);
    });

    it('takes the arguments that can be read, with the id', () => {
      assert.deepEqual(read({ native: [{ id: 'c', name: 'read_file', arguments: '{"path' }], harmony }).calls, [
        call('read_file', { path: 'a' }, 'c'),
      ]);
    });

    it('is one when it came all three ways', () => {
      assert.deepEqual(read({ native: [{ name: 'read_file', arguments: { path: 'a' } }], harmony, text: json }), {
        calls: [readA],
        text: '',
      });
    });
  });

  it('never throws and is well typed, whatever comes', () => {
    const entry = fc.oneof(
      fc.jsonValue(),
      fc.record({
        id: fc.anything(),
        name: fc.oneof(fc.string(), fc.anything()),
        arguments: fc.oneof(fc.json(), fc.string(), fc.anything()),
      }),
    );
    fc.assert(
      fc.property(
        fc.array(entry, { maxLength: 4 }),
        fc.string(),
        fc.oneof(fc.json(), fc.string()),
        (native, rawArguments, text) => {
          for (const found of read({ native, harmony: [{ name: 'search', rawArguments }], text }).calls) {
            assert.equal(typeof found.name, 'string');
            if (found.arguments.ok)
              assert.ok(typeof found.arguments.value === 'object' && !Array.isArray(found.arguments.value));
            else assert.ok(typeof found.arguments.raw === 'string' && found.arguments.problem !== '');
          }
        },
      ),
      { numRuns: Math.ceil(numRuns / 5) },
    );
  });
});
