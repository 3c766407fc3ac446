/** Changes as fast-check makes them: to turns that are there and to some that are not. */
import fc from 'fast-check';
import type { Change, Outcome, Turn } from '../../../src/core/chat/conversation.ts';

/** Few names, so that changes often meet the same turn. */
const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('\n', '{"by":"x"}', '`', '😀'));
const at = fc.nat();

const turn: fc.Arbitrary<Turn> = fc.oneof(
  fc
    .record({
      id,
      role: fc.constant('user' as const),
      text,
      at,
      attachments: fc.constant([]),
      after: fc.option(fc.oneof(id, fc.constant('')), { nil: undefined }),
    })
    .map(({ after, ...rest }) => (after === undefined ? rest : { ...rest, after })),
  fc.record({
    id,
    role: fc.constant('assistant' as const),
    replyTo: id,
    model: fc.constant('m'),
    status: fc.constant('waiting' as const),
    text,
    reasoning: text,
    at,
  }),
);

const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  fc.record({ status: fc.constant('done' as const), durationMs: at, finish: fc.constantFrom('stop', 'length') }),
  fc.record({
    status: fc.constant('failed' as const),
    failure: fc.record({ reason: text, message: text, detail: text, remedies: fc.constant(['retry' as const]) }),
  }),
);

const change: fc.Arbitrary<Change> = fc.oneof(
  { arbitrary: turn.map((one): Change => ({ type: 'turnAdded', turn: one })), weight: 4 },
  fc.record({ type: fc.constantFrom('answerAppended' as const, 'reasoningAppended' as const), id, text }),
  fc.record({ type: fc.constant('replySettled' as const), id, outcome }),
  fc.record({ type: fc.constant('replyReopened' as const), id, asked: fc.constantFrom({}, { maxTokens: 9 }) }),
  fc.record({ type: fc.constant('replyTrimmed' as const), id, trimmed: fc.record({ exchanges: at, tokens: at }) }),
  fc.record({
    type: fc.constant('replyDelayed' as const),
    id,
    delay: fc.record({ attempt: at, until: at, message: text }),
  }),
  fc.record({ type: fc.constantFrom('turnRemoved' as const, 'branchChosen' as const), id }),
  fc.record({ type: fc.constant('renamed' as const), title: text }),
  fc.record({ type: fc.constant('pinned' as const), pinned: fc.boolean() }),
);

/** Plain objects, as they come out of JSON. */
export const changes = fc.array(change, { maxLength: 40 }).map((list) => list.map((one) => structuredClone(one)));
