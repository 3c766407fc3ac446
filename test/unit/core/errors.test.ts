import assert from 'node:assert/strict';
import { describe as inWords, oneLine } from '../../../src/core/describe.ts';
import { AssistantError, type Reason, toAssistantError } from '../../../src/core/errors.ts';

/** Every reason there is; the compiler holds this list complete. */
const reasons: Readonly<Record<Reason, true>> = {
  noKey: true,
  keyWithheld: true,
  unauthorized: true,
  forbidden: true,
  noSuchModel: true,
  badRequest: true,
  badSetting: true,
  tooLarge: true,
  messageTooLarge: true,
  rateLimited: true,
  quota: true,
  capacity: true,
  server: true,
  timeout: true,
  offline: true,
  unreachable: true,
  disconnected: true,
  certificate: true,
  proxy: true,
  redirected: true,
  malformedReply: true,
  tooMuch: true,
  cancelled: true,
  emptyReply: true,
  lengthLimit: true,
  cutOff: true,
  stalled: true,
  keyNotStored: true,
  noEditor: true,
  noCode: true,
  editRefused: true,
  notAttached: true,
  notAChat: true,
  chatGone: true,
  notSaved: true,
  notRead: true,
  unexpected: true,
};

describe('errors in words', () => {
  for (const reason of Object.keys(reasons) as Reason[]) {
    it(`${reason} says what happened`, () => {
      const { message, detail } = inWords(new AssistantError(reason));
      assert.match(message, /^[A-Z].*\.$/);
      assert.ok(!/undefined|NaN/.test(message), message);
      assert.equal(detail, '');
    });
  }

  it('have no two reasons in the same words', () => {
    const words = (Object.keys(reasons) as Reason[]).map((reason) => inWords(new AssistantError(reason)).message);
    assert.equal(new Set(words).size, words.length);
  });

  it('say how often was tried and how long to wait', () => {
    const error = new AssistantError('rateLimited', { attempts: 4, retryAfterMs: 1_200 });
    assert.equal(inWords(error).message, 'Too many requests at the moment (tried 4 times). Try again in 2 seconds.');
  });

  it("put the endpoint's own words behind ours", () => {
    assert.match(oneLine(inWords(new AssistantError('server', { said: 'boom' }))), /moment\. \(boom\)$/);
  });

  it('take in any thrown value', () => {
    const own = new AssistantError('quota');
    assert.equal(toAssistantError(own), own);
    const cause = new TypeError('x is not a function');
    assert.equal(toAssistantError(cause).cause, cause);
    assert.equal(toAssistantError('text').reason, 'unexpected');
    assert.equal(toAssistantError(undefined).reason, 'unexpected');
  });
});
