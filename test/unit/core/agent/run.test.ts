import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ModelReply, ToolCall } from '../../../../src/core/chat/messages.ts';
import { type Deed, repetitionIn } from '../../../../src/core/agent/repetition.ts';
import {
  type Action,
  applyEvent,
  nextAction,
  type Run,
  type RunEvent,
  type RunLimits,
  startRun,
} from '../../../../src/core/agent/run.ts';

const limits: RunLimits = { steps: 100, tokens: 1_000_000, cost: 10, milliseconds: 3_600_000 };

function reply(text: string, ...toolCalls: readonly ToolCall[]): ModelReply {
  return { text, reasoning: '', toolCalls, usage: undefined, finish: toolCalls.length > 0 ? 'toolCalls' : 'stop' };
}

function open(path: string): ToolCall {
  return { name: 'open_file', arguments: { ok: true, value: { path } } };
}

function after(run: Run, ...events: readonly RunEvent[]): Run {
  return events.reduce(applyEvent, run);
}

function replied(...parts: Parameters<typeof reply>): RunEvent {
  return { type: 'replied', reply: reply(...parts) };
}

function resulted(call: string, text = 'ok', failed = false): RunEvent {
  return { type: 'resulted', call, result: { text, failed } };
}

const start = startRun('Mend the test.', limits, 0);
const next = (run: Run): Action => nextAction(run, 1_000);
const doing = (run: Run): string => {
  const action = next(run);
  return 'call' in action ? `${action.do} ${action.call.id}` : action.do;
};

/** The next of values that never end. */
function nextOf<T>(values: IterableIterator<T>): T {
  const next: IteratorResult<T, unknown> = values.next();
  assert.ok(next.done !== true);
  return next.value;
}

describe('an agent run', () => {
  it('asks, carries out each call in order, asks again, and is done with an answer', () => {
    let run = start;
    assert.deepEqual(next(run), { do: 'ask', attempt: 0, lengthStops: 0 });
    run = after(run, replied('', open('a'), open('b')));
    assert.equal(doing(run), 'carryOut 1.1');
    run = after(run, resulted('1.1'));
    assert.equal(doing(run), 'carryOut 1.2');
    run = after(run, resulted('1.2'));
    assert.equal(doing(run), 'ask');
    assert.deepEqual(next(after(run, replied('Done.'))), { do: 'end', status: 'done', reason: '' });
  });

  it('carries out a call that comes beside an answer', () => {
    assert.equal(doing(after(start, replied('All done.', open('a')))), 'carryOut 1.1');
  });

  it('tells a call that cannot be read what is wrong, without carrying it out', () => {
    const run = after(start, replied('', { name: 'open_file', arguments: { ok: true, value: {} } }));
    assert.match(run.steps[0]?.calls[0]?.result?.text ?? '', /"path" is missing/);
    assert.equal(doing(run), 'ask');
  });

  it('waits for the user where a call needs it, and takes a no with its words', () => {
    const asked = after(start, replied('', open('../secret')), {
      type: 'questioned',
      call: '1.1',
      question: 'Read outside?',
    });
    assert.equal(doing(asked), 'wait 1.1');
    assert.equal(doing(after(asked, { type: 'answered', call: '1.1', allowed: true, feedback: '' })), 'carryOut 1.1');
    const refused = after(asked, { type: 'answered', call: '1.1', allowed: false, feedback: 'Use the copy.' });
    assert.deepEqual(refused.steps[0]?.calls[0]?.result, {
      text: 'The user said no to this call: Use the copy.',
      failed: true,
    });
    assert.equal(doing(refused), 'ask');
  });

  it('asks again for a reply with neither call nor text, at most twice', () => {
    let run = start;
    for (const attempt of [1, 2]) {
      run = after(run, replied(' '));
      assert.deepEqual(next(run), { do: 'ask', attempt, lengthStops: 0 });
    }
    assert.equal(doing(after(run, replied(''))), 'end');
    assert.deepEqual(next(after(run, replied('', open('a')), resulted('3.1'))), {
      do: 'ask',
      attempt: 0,
      lengthStops: 0,
    });
  });

  it('carries out nothing of a reply that broke off, and says so to the model', () => {
    const cut: RunEvent = { type: 'replied', reply: { ...reply('', open('a')), finish: 'length' } };
    const run = after(start, cut);
    assert.deepEqual(next(run), { do: 'ask', attempt: 0, lengthStops: 1 });
    assert.match(run.steps[0]?.notes[0] ?? '', /cut off/);
    assert.equal(doing(after(run, cut, cut, cut)), 'end');
  });

  it('calls out once a plan that is not acted on', () => {
    const run = after(start, replied('I will open the file and mend it.'));
    assert.equal(doing(run), 'ask');
    assert.equal(doing(after(run, replied('Let me begin.'))), 'end');
    assert.equal(doing(after(start, replied('The test expects 3; it is right.'))), 'end');
  });

  it('passes on what the user says meanwhile, also when the model thinks it is done', () => {
    const run = after(start, replied('', open('a')), { type: 'said', text: 'Leave the docs.' }, resulted('1.1'));
    assert.deepEqual(run.steps[0]?.notes, ['The user says: Leave the docs.']);
    const late = after(start, replied('It is mended now.'), { type: 'said', text: 'And the docs?' });
    assert.equal(doing(late), 'ask');
  });

  it('stops at each of its limits and can go on from there', () => {
    const step: RunEvent[] = [
      {
        type: 'replied',
        reply: { ...reply('', open('a')), usage: { promptTokens: 900, completionTokens: 100, totalTokens: 1_000 } },
        cost: 0.5,
      },
      resulted('1.1'),
    ];
    const ends = (changed: Partial<RunLimits>): Action =>
      next(after(startRun('x', { ...limits, ...changed }, 0), ...step));
    assert.deepEqual(ends({ steps: 1 }), { do: 'end', status: 'limit', reason: 'The limit of 1 steps is reached.' });
    assert.equal(ends({ tokens: 1_000 }).do, 'end');
    assert.equal(ends({ cost: 0.5 }).do, 'end');
    assert.equal(ends({ milliseconds: 1_000 }).do, 'end');
    assert.equal(ends({}).do, 'ask');
    const ended = after(startRun('x', { ...limits, steps: 1 }, 0), ...step, {
      type: 'ended',
      status: 'limit',
      reason: 'steps',
    });
    assert.equal(doing(ended), 'end');
    assert.equal(doing(after(ended, { type: 'resumed', limits })), 'ask');
  });

  it('pauses after the step it is in', () => {
    const run = after(start, replied('', open('a')), { type: 'pauseAsked' });
    assert.equal(doing(run), 'carryOut 1.1');
    assert.deepEqual(next(after(run, resulted('1.1'))), {
      do: 'end',
      status: 'paused',
      reason: 'Paused after a step.',
    });
  });

  it('warns the model once of a circle and ends at the fifth round', () => {
    let run = start;
    const round = (): void => {
      run = after(run, replied('', open('a')), resulted(`${run.steps.length + 1}.1`, 'No such file.', true));
    };
    round();
    round();
    round();
    assert.match(run.steps.at(-1)?.notes[0] ?? '', /repeat yourself/);
    round();
    assert.equal(doing(run), 'ask');
    assert.deepEqual(run.steps.at(-1)?.notes, []);
    round();
    assert.equal(doing(run), 'end');
  });

  it('ends after ten calls in a row that cannot be read', () => {
    const bad: ToolCall = { name: 'fly', arguments: { ok: true, value: {} } };
    let run = start;
    for (let i = 0; i < 9; i++) run = after(run, replied('', bad));
    assert.equal(doing(run), 'ask');
    assert.equal(doing(after(run, replied('', bad))), 'end');
  });

  it('is unmoved by events about calls that are not there', () => {
    const run = after(start, replied('', open('a')), resulted('1.1'));
    assert.deepEqual(after(run, resulted('1.1', 'again'), resulted('9.9')), run);
  });

  it('ends whatever the model does', () => {
    const calls = fc.constantFrom(open('a'), open('b'), {
      name: 'nothing',
      arguments: { ok: true, value: {} },
    } satisfies ToolCall);
    const replies = fc.record({
      text: fc.constantFrom('', 'I will do it.', 'Done.'),
      toolCalls: fc.array(calls, { maxLength: 3 }),
      finish: fc.constantFrom('stop', 'length', 'cutOff', 'unknown', 'toolCalls'),
    });
    fc.assert(
      fc.property(fc.infiniteStream(replies), fc.infiniteStream(fc.constantFrom('x', 'y', 'z')), (given, results) => {
        const reply = (): ModelReply => ({ ...nextOf(given), reasoning: '', usage: undefined });
        let run = startRun('x', { ...limits, steps: 40 }, 0);
        for (let turn = 0; turn < 1_000; turn++) {
          const action = next(run);
          if (action.do === 'end') return;
          run = applyEvent(
            run,
            action.do === 'ask'
              ? { type: 'replied', reply: reply() }
              : resulted(action.do === 'carryOut' ? action.call.id : '', nextOf(results)),
          );
        }
        assert.fail('it went on and on');
      }),
      { numRuns: 200 },
    );
  });
});

describe('repetition', () => {
  const deed = (call: string, result = 'ok', failed = false): Deed => ({ call, result, failed });
  const verdict = (...deeds: readonly Deed[]): string | undefined => repetitionIn(deeds)?.verdict;
  const times = (count: number, ...deeds: readonly Deed[]): Deed[] => Array.from({ length: count }, () => deeds).flat();

  it('is a call with the same result, three times to warn and five to end', () => {
    assert.equal(verdict(...times(2, deed('a'))), undefined);
    assert.equal(verdict(...times(3, deed('a'))), 'warn');
    assert.equal(verdict(...times(5, deed('a'))), 'end');
  });

  it('is a pair that alternates, or three calls in turn', () => {
    assert.equal(verdict(...times(3, deed('a'), deed('b'))), 'warn');
    assert.equal(verdict(...times(5, deed('a'), deed('b'))), 'end');
    assert.equal(verdict(...times(5, deed('a'), deed('b'), deed('c'))), 'end');
  });

  it('is the same error of different calls', () => {
    assert.equal(verdict(deed('a', 'no', true), deed('b', 'no', true), deed('c', 'no', true)), 'warn');
    assert.equal(verdict(deed('a', 'no', true), deed('b'), deed('c', 'no', true)), undefined);
  });

  it('is not a call whose result changes', () => {
    assert.equal(verdict(...Array.from({ length: 20 }, (_, i) => deed('poll', `${i} %`))), undefined);
  });

  it('is over as soon as something else is done', () => {
    assert.equal(verdict(...times(4, deed('a')), deed('b')), undefined);
  });
});
