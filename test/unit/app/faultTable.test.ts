import assert from 'node:assert/strict';
import { Chat } from '../../../src/app/chat/chat.ts';
import { Sessions } from '../../../src/app/chat/sessions.ts';
import { createClient } from '../../../src/client/client.ts';
import type { AssistantTurn, ReplyStatus } from '../../../src/core/chat/conversation.ts';
import type { Remedy } from '../../../src/core/errors.ts';
import { type FaultName, faultNames, faults } from '../../support/endpoint/faults.ts';
import type { StandIn } from '../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../support/endpoint/startEndpoint.ts';
import { FakeChatFolder } from '../../support/fakeChatFolder.ts';
import { FakeClock, fakeSettings } from '../../support/fakes.ts';

/** What the user sees of one fault that comes every time, what is kept of the reply, and how often was asked. */
interface Row {
  readonly status: ReplyStatus;
  /** A part of the words shown; left out: no words but the reply's own. */
  readonly says?: RegExp;
  /** The reply's text as kept. */
  readonly kept: string | RegExp;
  /** Requests made. */
  readonly asked: number;
  /** A button that has to be there. */
  readonly offers?: Remedy;
  readonly finish?: AssistantTurn['finish'];
}

const answer = 'The answer is 42.';
const whole = (kept = answer, asked = 1): Row => ({ status: 'done', kept, asked });
const cut = (kept: string, finish: Row['finish']): Row => ({
  status: 'done',
  kept,
  asked: 1,
  ...(finish === undefined ? {} : { finish }),
});
const failed = (says: RegExp, asked: number, offers: Remedy, kept: Row['kept'] = ''): Row => ({
  status: 'failed',
  says,
  kept,
  asked,
  offers,
});
const flooded = failed(/sent more than any reply can be.*stopped after [\d,]+ (?:characters|events)/, 1, 'retry');
const call = expectedCall('read_file', '"path": "src/a.ts"');

function expectedCall(name: string, argument: string): RegExp {
  return new RegExp(`asked for the tool \`${name}\`.*${argument}`, 's');
}

const table: Readonly<Record<Exclude<FaultName, 'hang'>, Row | RegExp>> = {
  status400: failed(/refused the request as malformed/, 1, 'openSettings'),
  status401: failed(/did not accept the API key/, 1, 'setKey'),
  status403: failed(/may not use this model/, 1, 'setKey'),
  status404: failed(/found nothing under this address/, 1, 'openSettings'),
  status408: failed(/No answer came within/, 4, 'retry'),
  status409: failed(/error of its own \(tried 4 times\)/, 4, 'retry'),
  status413: failed(/larger than the endpoint takes/, 1, 'openLog'),
  status422: failed(/refused the request as malformed/, 1, 'openSettings'),
  status425: failed(/error of its own \(tried 4 times\)/, 4, 'retry'),
  status429: failed(/Too many requests/, 4, 'retry'),
  status500: failed(/error of its own \(tried 4 times\)/, 4, 'retry'),
  status502: failed(/error of its own \(tried 4 times\)/, 4, 'retry'),
  status503: failed(/error of its own \(tried 4 times\)/, 4, 'retry'),
  status504: failed(/error of its own \(tried 4 times\)/, 4, 'retry'),
  quotaUsedUp: failed(/quota of this API key is used up/, 1, 'retry'),
  noCapacity: failed(/no free capacity right now \(tried 4 times\)/, 4, 'retry'),
  timeout3007: failed(/No answer came within/, 4, 'retry'),
  timeout3008: failed(/No answer came within/, 4, 'retry'),
  tooLarge3006: failed(/larger than the endpoint takes/, 1, 'openLog'),
  noSuchModel3042: failed(/does not offer this model at the moment/, 1, 'retry'),
  noSuchModel5007: failed(/does not offer this model at the moment/, 1, 'retry'),
  badInput3003: failed(/refused the request as malformed/, 1, 'openSettings'),
  badInput5004: failed(/refused the request as malformed/, 1, 'openSettings'),
  badInput5006: failed(/refused the request as malformed/, 1, 'openSettings'),
  badCredentials10000: failed(/did not accept the API key/, 1, 'setKey'),
  errorWithStatus200: failed(/refused the request as malformed/, 1, 'openSettings'),
  capacityWithStatus200: failed(/no free capacity/, 4, 'retry'),
  errorsAsStrings: failed(/refused the request as malformed/, 1, 'openSettings'),
  codeInsideMessage: failed(/no free capacity/, 4, 'retry'),
  noErrorsListed: failed(/error of its own/, 1, 'retry'),
  bodyWithoutEnvelope: failed(/error of its own/, 4, 'retry'),
  htmlFromProxy: failed(/error of its own/, 4, 'retry'),
  htmlWithStatus200: failed(/not a reply of this API/, 1, 'openSettings'),
  emptyBody: failed(/not a reply of this API/, 1, 'retry'),
  emptyErrorBody: failed(/error of its own/, 4, 'retry'),
  cutOffJson: failed(/not a reply of this API/, 1, 'retry'),
  notJson: failed(/not a reply of this API/, 1, 'retry'),
  rateLimitedSeconds: failed(/Try again in 2 seconds/, 4, 'retry'),
  rateLimitedDate: failed(/Too many requests/, 4, 'retry'),
  reset: failed(/connection/i, 4, 'retry'),
  resetInBody: failed(/connection/i, 4, 'retry'),
  redirectElsewhere: failed(/sent the request on to another address/, 1, 'openSettings'),

  responseNull: failed(/used all its 12 tokens for reasoning/, 1, 'lessReasoning'),
  responseMissing: failed(/used all its 12 tokens for reasoning/, 1, 'lessReasoning'),
  responseNumber: whole('42'),
  responseObject: whole('{\n  "answer": 42\n}'),
  resultEmpty: failed(/sent an empty reply/, 1, 'retry'),
  resultNull: failed(/sent an empty reply/, 1, 'retry'),
  resultString: whole(),
  openAiStyle: whole(),
  openAiReasoning: whole(),
  openAiReasoningContent: whole(),
  openAiContentNull: failed(/used all its 12 tokens for reasoning/, 1, 'raiseMaxTokens'),
  noUsage: whole(),
  noToolCalls: whole(),
  slowBytes: whole(),
  emptyReply: failed(/used all its 512 tokens for reasoning/, 1, 'lessReasoning'),
  cutAtLength: whole('The function begins by'),
  toolCallsObject: call,
  toolCallsJson: call,
  toolCallsOpenAi: call,
  toolCallsFinishStop: call,
  toolCallUnknown: expectedCall('repo_browser.open_file', '"file_path": "src/a.ts"'),
  toolCallBadArguments: call,
  toolCallDoublyEncoded: call,
  toolCallNameWithMarker: call,
  callInTextArguments: whole('{"name":"read_file","arguments":{"path":"src/a.ts"}}'),
  callInTextParameters: whole('{"name":"read_file","parameters":{"path":"src/a.ts"}}'),
  callInTextList: whole('[{"name":"read_file","arguments":{"path":"src/a.ts"}}]'),
  callInTextFence: whole('```json\n{"name":"read_file","arguments":{"path":"src/a.ts"}}\n```'),
  lookAlikes: /“safe”/,

  harmonyWhole: whole(),
  harmonyNoStart: whole(),
  harmonyStripped: whole(),
  harmonyFinalOnly: whole(),
  harmonyAnalysisOnly: failed(/tokens for reasoning/, 1, 'raiseMaxTokens'),
  harmonyBareText: whole(),
  harmonyPreamble: whole('First I look.\n\nThe answer is 42.'),
  harmonyCallInRole: call,
  harmonyCallInChannel: call,
  harmonyCallNotConstrained: call,
  harmonyTokenInName: call,
  markupLookAlike: /`a <\| b` applies.*`p <\|> q`/,
  markupQuoted: /<\|start\|>assistant<\|channel\|>final<\|message\|>Hi<\|return\|>.*`<\|return\|>`/s,

  streamAnsweredWithJson: whole(),
  streamAnsweredEmpty: whole(answer, 2),
  streamAnsweredWithEvents: whole(),
  streamRefused: whole(answer, 2),
  streamPadded: whole(),
  streamDeltas: whole(),
  streamReasoning: whole(),
  streamReasoningContent: whole(),
  streamToolCalls: call,
  streamFinishWithoutDone: whole(),
  streamCutOff: cut('The answer is', 'cutOff'),
  streamCutInEvent: cut('The answer', 'cutOff'),
  streamSilent: failed(/nothing arrived for 0.1 seconds. What came is kept/, 1, 'continue', 'The answer is'),
  streamReset: failed(/ended before the reply was whole/, 1, 'continue', 'The answer is'),
  streamEmpty: failed(/sent an empty reply/, 1, 'retry'),
  streamErrorEvent: failed(/no free capacity/, 1, 'retry', 'The answer'),
  streamSplitCharacter: whole('Größe → 🦀 42.'),
  streamSplitMarker: whole(),
  streamCarriageReturns: whole(),

  bombBrotli: flooded,
  bombGzip: flooded,
  endlessGzip: flooded,
  endlessBody: flooded,
  endlessBlanks: flooded,
  endlessErrorBody: failed(/refused the request as malformed/, 1, 'openSettings'),
  endlessRedirect: failed(/sent the request on to another address/, 1, 'openSettings'),
  endlessEvent: flooded,
  endlessEventLines: flooded,
  endlessEvents: failed(/sent more than any reply can be/, 1, 'continue', /^a{1024}a+$/),
  endlessCallPieces: flooded,
  endlessEmptyEvents: flooded,
  deepBody: failed(/not a reply of this API/, 1, 'retry'),
  deepResponse: whole(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`),
};

const refusedTwice = failed(/refused the request as malformed/, 2, 'openSettings');

/**
 * Where a stream was asked for and it makes a difference. A request refused as malformed may have been refused for
 * asking for a stream, so the documented one follows, once.
 */
const streamed: Readonly<Partial<Record<FaultName, Row>>> = {
  status400: refusedTwice,
  status422: refusedTwice,
  endlessErrorBody: refusedTwice,
  badInput3003: refusedTwice,
  badInput5004: refusedTwice,
  badInput5006: refusedTwice,
  errorWithStatus200: refusedTwice,
  errorsAsStrings: refusedTwice,
  resetInBody: failed(/ended before the reply was whole/, 1, 'continue', 'This'),
  cutAtLength: cut('The function begins by', 'length'),
  resultEmpty: failed(/sent an empty reply/, 2, 'retry'),
  resultNull: failed(/sent an empty reply/, 2, 'retry'),
};

/** Whatever an endpoint does, the user gets the answer or an honest error with a way on, and nothing is lost. */
describe('what the user sees of each fault', function () {
  // Floods are megabytes; on a busy machine that takes seconds.
  this.timeout(120_000);
  let endpoint: StandIn;

  before(async () => {
    endpoint = await startEndpoint({ key: 'k' });
  });
  beforeEach(() => endpoint.reset());
  after(() => endpoint.stop());

  async function replyTo(name: FaultName, stream: boolean): Promise<AssistantTurn> {
    await endpoint.otherwise(faults[name].behaviour);
    const url = endpoint.dataoortsUrl;
    const config = {
      url,
      protocol: 'dataoorts',
      model: fakeSettings.model,
      key: 'k',
      parameters: { max_tokens: 512 },
      timeoutMs: 60_000,
      idleMs: name === 'streamSilent' ? 100 : 60_000,
      stream,
      sendsEffort: false,
    } as const;
    const log = { info: () => undefined, trace: () => undefined };
    const model = createClient({ config: () => Promise.resolve(config), log, wait: () => Promise.resolve() });
    const folder = new FakeChatFolder();
    let ids = 0;
    const newId = (): string => `${++ids}`;
    const sessions = new Sessions({ folder, clock: new FakeClock(), newId, notify: (message) => assert.fail(message) });
    const chat = new Chat({
      model,
      sessions,
      clock: new FakeClock(),
      settings: fakeSettings,
      newId,
      ensureKey: () => Promise.resolve(),
    });
    await chat.ask({ text: 'What is it?', attachments: [] }).catch(() => undefined);
    assert.deepEqual(folder.conversation(chat.conversation.id), chat.conversation, 'what is shown is kept');
    const [question, reply] = chat.conversation.turns;
    assert.equal(question?.text, 'What is it?');
    assert.equal(reply?.role, 'assistant');
    return reply;
  }

  function check(reply: AssistantTurn, expected: Row | RegExp): void {
    assert.doesNotMatch(JSON.stringify([reply.text, reply.failure]), /undefined|<\|channel\|>analysis|NaN/);
    if (expected instanceof RegExp) {
      assert.match(reply.text, expected);
      assert.equal(reply.status, 'done');
      return;
    }
    if (typeof expected.kept === 'string') assert.equal(reply.text, expected.kept);
    else assert.match(reply.text, expected.kept);
    assert.equal(reply.status, expected.status);
    if (expected.finish !== undefined) assert.equal(reply.finish, expected.finish);
    if (expected.says !== undefined) assert.match(`${reply.failure?.message} ${reply.failure?.detail}`, expected.says);
    if (expected.offers !== undefined) assert.ok(reply.failure?.remedies.includes(expected.offers));
    assert.equal(endpoint.recorded.length, expected.asked);
  }

  for (const [name, expected] of Object.entries(table) as [keyof typeof table, Row | RegExp][]) {
    const { describes, asksStream } = faults[name];
    it(`${name}: ${describes}`, async () => check(await replyTo(name, asksStream === true), expected));
    if (asksStream !== true) {
      it(`${name}, where a stream was asked for`, async () =>
        check(await replyTo(name, true), streamed[name] ?? expected));
    }
  }

  it('has a row for every fault', () => {
    assert.deepEqual(faultNames.filter((name) => !Object.hasOwn(table, name)), ['hang']);
  });
});
