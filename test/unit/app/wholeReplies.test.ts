import assert from 'node:assert/strict';
import { AskModel } from '../../../src/app/chat/askModel.ts';
import { Chat } from '../../../src/app/chat/chat.ts';
import { Sessions } from '../../../src/app/chat/sessions.ts';
import { Edits } from '../../../src/app/edits/edits.ts';
import { Proposals } from '../../../src/app/edits/proposals.ts';
import { Reviews } from '../../../src/app/edits/reviews.ts';
import { createClient } from '../../../src/client/client.ts';
import { isBrokenCode } from '../../../src/core/chat/brokenCode.ts';
import { type AssistantTurn, canContinue } from '../../../src/core/chat/conversation.ts';
import { cutOffWords, describe as inWords } from '../../../src/core/describe.ts';
import { AssistantError, type Reason } from '../../../src/core/errors.ts';
import type { Behaviour, JsonObject } from '../../support/endpoint/behaviour.ts';
import type { StandIn } from '../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../support/endpoint/startEndpoint.ts';
import { FakeChatFolder } from '../../support/fakeChatFolder.ts';
import { FakeNotifier } from '../../support/fakeNotifier.ts';
import {
  FakeClock,
  FakeEditor,
  fakeKeys,
  FakeReview,
  FakeReviewStore,
  FakeSecrets,
  fakeSettings,
} from '../../support/fakes.ts';

const key = 'sk-0123456789';
const code = 'uno();\ndos();';
/**
 * Text that ends inside its code, and text whose code is there in full, so that it alone would be no reason to wait.
 */
const open = `Here you are:\n\n\`\`\`ts\n${code}`;
const closed = `${open}\n\`\`\`\n`;

/** What becomes of one reply: whether it may become an edit, and what is said where it may not. */
interface Row {
  readonly behaviour: (text: string) => Behaviour;
  readonly becomes: 'edit' | Reason;
  /** Words shown in the chat, below what came of the reply. */
  readonly says?: RegExp;
}

const choices = (finish: string | null, more: JsonObject = {}) => (text: string): Behaviour => ({
  kind: 'result',
  result: { choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: finish, ...more }] },
});

const response = (status: string, reason?: string) => (text: string): Behaviour => ({
  kind: 'result',
  result: {
    object: 'response',
    status,
    ...(reason === undefined ? {} : { incomplete_details: { reason } }),
    output: [{ type: 'message', status, content: [{ type: 'output_text', text }] }],
  },
});

const used = (completion_tokens: number) => (text: string): Behaviour => ({
  kind: 'text', text, usage: { prompt_tokens: 9, completion_tokens, total_tokens: 9 + completion_tokens },
});

const stream = (end: 'done' | 'cut' | 'reset', ...events: readonly JsonObject[]) => (text: string): Behaviour => ({
  kind: 'stream', events: [{ response: text }, ...events].map((event) => JSON.stringify(event)), end,
});

const table: Readonly<Record<string, Row>> = {
  'the documented reply': { behaviour: (text) => ({ kind: 'text', text }), becomes: 'edit' },
  'the documented reply that took fewer tokens than it may': { behaviour: used(511), becomes: 'edit' },
  'the documented reply that took all its tokens': { behaviour: used(512), becomes: 'lengthLimit' },
  stop: { behaviour: choices('stop'), becomes: 'edit' },
  'no word at all': { behaviour: choices(null), becomes: 'edit' },
  length: { behaviour: choices('length'), becomes: 'lengthLimit' },
  abort: { behaviour: choices('abort'), becomes: 'cutOff', says: /ended the reply before it was whole \(abort\)/ },
  error: { behaviour: choices('error'), becomes: 'cutOff', says: /ended the reply before it was whole \(error\)/ },
  content_filter: { behaviour: choices('content_filter'), becomes: 'cutOff', says: /content filter ended the reply/ },
  insufficient_system_resource: {
    behaviour: choices('insufficient_system_resource'), becomes: 'cutOff', says: /ran out of resources/,
  },
  'a word of tomorrow': { behaviour: choices('kaput'), becomes: 'cutOff', says: /before it was whole \(kaput\)/ },
  'an error in the choice': {
    behaviour: choices('stop', { error: { code: 502, message: 'the provider went away' } }),
    becomes: 'cutOff',
    says: /before it was whole \(the provider went away\)/,
  },
  'status completed': { behaviour: response('completed'), becomes: 'edit' },
  'status incomplete, at the limit': { behaviour: response('incomplete', 'max_output_tokens'), becomes: 'lengthLimit' },
  'status incomplete': { behaviour: response('incomplete'), becomes: 'cutOff', says: /whole \(incomplete\)/ },
  'status failed': { behaviour: response('failed'), becomes: 'cutOff', says: /whole \(failed\)/ },
  'a stream with [DONE]': { behaviour: stream('done'), becomes: 'edit' },
  'a stream with stop': { behaviour: stream('cut', { response: '', finish_reason: 'stop' }), becomes: 'edit' },
  'a stream that ends with neither': { behaviour: stream('cut'), becomes: 'cutOff', says: /connection ended before/ },
  'a stream with abort': {
    behaviour: stream('done', { response: '', finish_reason: 'abort' }), becomes: 'cutOff', says: /whole \(abort\)/,
  },
  'a stream whose connection breaks': {
    behaviour: stream('reset'),
    becomes: 'cutOff',
    says: /connection ended before/,
  },
  'a stream with an error object': {
    behaviour: stream('done', { object: 'error', message: 'lost', code: 500 }),
    becomes: 'server',
    says: /error of its own/,
  },
  'a stream with an error in a choice': {
    behaviour: stream('done', {
      choices: [{ delta: {}, finish_reason: 'stop', error: { code: 429, message: 'slow' } }],
    }),
    becomes: 'rateLimited',
    says: /Too many requests/,
  },
};

const original = 'a\n  one();\n  two();\nz\n';
const selected = '  one();\n  two();\n';

describe('half a reply', () => {
  let endpoint: StandIn;
  before(async () => {
    endpoint = await startEndpoint({ key });
  });
  beforeEach(() => endpoint.reset());
  after(() => endpoint.stop());

  function room() {
    const config = {
      url: endpoint.dataoortsUrl, protocol: 'dataoorts', model: fakeSettings.model, key, stream: true,
      parameters: { max_tokens: 512 }, timeoutMs: 60_000, sendsEffort: false,
    } as const;
    const log = { info: () => undefined, trace: () => undefined };
    const model = createClient({ config: () => Promise.resolve(config), log, wait: () => Promise.resolve() });
    const settings = fakeSettings;
    const clock = new FakeClock();
    const notifier = new FakeNotifier();
    const editor = new FakeEditor(original, selected);
    const { files } = editor;
    const secrets = new FakeSecrets();
    secrets.value = key;
    let ids = 0;
    const newId = (): string => `${++ids}`;
    const notify = (message: string): void => assert.fail(message);
    const sessions = new Sessions({ folder: new FakeChatFolder(), clock, newId, notify });
    const chat = new Chat({ model, sessions, clock, settings, newId, ensureKey: () => Promise.resolve() });
    const keys = fakeKeys(secrets);
    const ask = new AskModel({ model, notifier, keys, settings, chat });
    const reviews = new Reviews({ files, store: new FakeReviewStore(), notifier });
    const proposals = new Proposals({ files, reviews, review: new FakeReview(), notifier, ask });
    const edits = new Edits({ ask, editor, files, notifier, proposals, chat, settings });
    const lastReply = (): AssistantTurn => {
      const turn = chat.conversation.turns.at(-1);
      assert.ok(turn?.role === 'assistant');
      return turn;
    };
    return { chat, edits, reviews, proposals, notifier, editor, lastReply };
  }

  async function failure(work: Promise<unknown>): Promise<AssistantError | undefined> {
    return work.then(() => undefined, (thrown: unknown) => {
      assert.ok(thrown instanceof AssistantError, String(thrown));
      return thrown;
    });
  }

  /** The words the chat shows below a reply. */
  function shownWords({ status, finish, cutOffBy, failure: failed }: AssistantTurn): string {
    if (status === 'failed') return failed?.message ?? '';
    return finish === 'cutOff' ? cutOffWords(cutOffBy) : '';
  }

  function checkKept(turn: AssistantTurn, text: string, says?: RegExp): void {
    assert.equal(turn.text, text);
    assert.ok(canContinue(turn), 'it can go on');
    if (turn.status === 'failed') assert.ok(turn.failure?.remedies.includes('continue'), 'with a button for it');
    if (says !== undefined) assert.match(shownWords(turn), says);
  }

  for (const [title, { behaviour, becomes, says }] of Object.entries(table)) {
    it(`${title}: ${becomes}`, async () => {
      await endpoint.otherwise(behaviour(open));
      const { chat, lastReply } = room();
      await failure(chat.ask({ text: 'Do it', attachments: [] }));
      const turn = lastReply();
      if (becomes === 'edit') assert.ok(!canContinue(turn), 'nothing is missing');
      else checkKept(turn, open, says);
      assert.equal(isBrokenCode(chat.conversation.turns, code), becomes !== 'edit', 'Apply asks first');
      assert.equal(isBrokenCode(chat.conversation.turns, 'uno();'), false, 'but not for other code');
    });

    for (const road of ['edit', 'insert', 'writeTests'] as const) {
      it(`${title}, by ${road}: ${becomes}`, async () => {
        await endpoint.otherwise(behaviour(closed));
        const { edits, reviews, editor, chat, lastReply } = room();
        const error = await failure(edits[road]('in Spanish'));
        assert.equal(editor.text, original);
        if (becomes === 'edit') {
          assert.equal(error, undefined);
          assert.equal(reviews.open.length, 1);
          assert.deepEqual(chat.conversation.turns, []);
          return;
        }
        assert.equal(error?.reason, becomes);
        const isKept = becomes === 'cutOff' || becomes === 'lengthLimit';
        assert.match(inWords(error).message, isKept ? /What came is in the chat/ : /./);
        assert.deepEqual(reviews.open, [], 'nothing is proposed');
        checkKept(lastReply(), closed);
        assert.ok(error.retry !== undefined, 'it can be tried again');
      });
    }

    it(`${title}, when asked again for what did not fit: ${becomes}`, async () => {
      const { proposals, reviews, editor, lastReply } = room();
      const misfit = '*** Begin Patch\n*** Update File: a.ts\n@@\n-nowhere();\n+x();\n*** End Patch';
      const opened = await proposals.open({ reply: misfit, about: await aboutOf(editor) });
      assert.ok(opened.repair !== undefined);
      await endpoint.otherwise(behaviour(closed));
      const error = await failure(opened.repair());
      assert.equal(error?.reason ?? 'edit', becomes);
      if (becomes === 'edit') return;
      assert.deepEqual(reviews.open, []);
      checkKept(lastReply(), closed);
    });
  }

  async function aboutOf({ files, uri }: FakeEditor) {
    const file = await files.at(uri);
    assert.ok(file.kind === 'file');
    return file;
  }
});
