import type { FinishReason, ModelReply, ToolCall, Usage } from '../chat/messages.ts';
import { type Deed, repetitionIn } from './repetition.ts';
import { type ReadCall, readCall } from './tools/readCall.ts';

/** What a run may take, counted from its start, before it pauses for the user; each a setting. */
export interface RunLimits {
  readonly steps: number;
  readonly tokens: number;
  /** US dollars. */
  readonly cost: number;
  readonly milliseconds: number;
}

export interface CallResult {
  /** What the model is told. */
  readonly text: string;
  readonly failed: boolean;
}

/** One call of a step and how far it is. */
export interface StepCall {
  /** Unique in its run: the step's number and the call's, as `3.1`. */
  readonly id: string;
  readonly asked: ToolCall;
  readonly read: ReadCall;
  /** What the user is asked before it is carried out; undefined where nothing has to be asked, or was answered. */
  readonly waitsFor?: string;
  readonly allowed?: boolean;
  readonly result?: CallResult;
}

/** One reply of the model with the calls in it. */
export interface Step {
  readonly text: string;
  readonly reasoning: string;
  readonly finish: FinishReason;
  readonly calls: readonly StepCall[];
  readonly usage?: Usage;
  readonly cost?: number;
  /** Words of the user, and of ours, that the model reads before it goes on. */
  readonly notes: readonly string[];
}

export type RunStatus = 'going' | 'paused' | 'done' | 'stopped' | 'limit' | 'failed';

export interface Run {
  readonly task: string;
  readonly startedAt: number;
  readonly limits: RunLimits;
  readonly steps: readonly Step[];
  readonly status: RunStatus;
  /** Why it ended or paused, in words; empty while it goes. */
  readonly reason: string;
  /** Words for the model that came before the first step, or after a step that is done. */
  readonly notes: readonly string[];
  readonly pauseAfterStep: boolean;
}

/** Everything that can happen to a run. They are kept one by one, so that a run stands after a crash where it stood. */
export type RunEvent =
  | { readonly type: 'replied'; readonly reply: ModelReply; readonly cost?: number }
  | { readonly type: 'questioned'; readonly call: string; readonly question: string }
  | { readonly type: 'answered'; readonly call: string; readonly allowed: boolean; readonly feedback: string }
  | { readonly type: 'resulted'; readonly call: string; readonly result: CallResult }
  | { readonly type: 'said'; readonly text: string }
  | { readonly type: 'pauseAsked' }
  /** Goes on after a pause or a limit, with limits that leave room to. */
  | { readonly type: 'resumed'; readonly limits: RunLimits }
  | { readonly type: 'ended'; readonly status: Exclude<RunStatus, 'going'>; readonly reason: string };

/** What is to be done next. */
export type Action =
  /** `attempt` counts replies in a row that came to nothing, `lengthStops` those that broke off for length. */
  | { readonly do: 'ask'; readonly attempt: number; readonly lengthStops: number }
  | { readonly do: 'carryOut'; readonly call: StepCall }
  | { readonly do: 'wait'; readonly call: StepCall }
  | { readonly do: 'end'; readonly status: Exclude<RunStatus, 'going'>; readonly reason: string };

/** Replies without a call or a word that are asked for again: once with less reasoning, once with more tokens. */
const mostEmpty = 2;

/** Replies in a row that break off for length before the run ends. */
const mostLengthStops = 4;

/** Malformed calls in a row that the model may mend; its maker's harness allows ten. */
const mostMalformed = 10;

const brokeOff =
  'Your last reply was cut off before it was whole, so nothing of it was carried out. Do the same in smaller pieces.';
const actNow =
  'You described what you would do, but called no tool. Call the tools now; ' +
  'answer without a call only when the task is done.';

export function startRun(task: string, limits: RunLimits, startedAt: number): Run {
  return { task, limits, startedAt, steps: [], status: 'going', reason: '', notes: [], pauseAfterStep: false };
}

/** The run after an event. One about a call that is not there, or has its result already, changes nothing. */
export function applyEvent(run: Run, event: RunEvent): Run {
  switch (event.type) {
    case 'replied':
      return withReply(run, event.reply, event.cost);
    case 'questioned':
      return withCall(run, event.call, (call) => ({ ...call, waitsFor: event.question }));
    case 'answered':
      return answered(run, event);
    case 'resulted':
      return withWarning(withCall(run, event.call, (call) => ({ ...call, result: event.result })));
    case 'said':
      return withNote(run, `The user says: ${event.text}`);
    case 'pauseAsked':
      return { ...run, pauseAfterStep: true };
    case 'resumed':
      return { ...run, status: 'going', reason: '', pauseAfterStep: false, limits: event.limits };
    case 'ended':
      return { ...run, status: event.status, reason: event.reason };
  }
}

/** What a run needs next, at a time in milliseconds since 1970. */
export function nextAction(run: Run, now: number): Action {
  if (run.status !== 'going') return { do: 'end', status: run.status, reason: run.reason };
  const open = run.steps.at(-1)?.calls.find(({ result }) => result === undefined);
  const ending = endOf(run, now, open === undefined);
  if (ending !== undefined) return ending;
  if (open !== undefined) return { do: open.waitsFor === undefined ? 'carryOut' : 'wait', call: open };
  return { do: 'ask', attempt: emptyReplies(run.steps), lengthStops: lengthStops(run.steps) };
}

type Ending = Extract<Action, { readonly do: 'end' }>;

function endOf(run: Run, now: number, stepIsDone: boolean): Ending | undefined {
  const circle = repetitionIn(deedsOf(run));
  if (circle?.verdict === 'end') return failed(`The model went round in a circle: ${circle.what}.`);
  if (malformedInARow(run.steps) >= mostMalformed)
    return failed(`The model sent ${mostMalformed} calls in a row that cannot be read.`);
  if (!stepIsDone) return undefined;
  return answerOf(run) ?? failureOf(run) ?? limitOf(run, now);
}

/** Done is a run whose last reply has an answer and no call, with nothing new to be read. */
function answerOf({ steps, notes }: Run): Ending | undefined {
  const last = steps.at(-1);
  if (last === undefined || last.calls.length > 0 || last.text.trim() === '' || isCut(last)) return undefined;
  return notes.length > 0 || last.notes.length > 0 ? undefined : { do: 'end', status: 'done', reason: '' };
}

function failureOf({ steps }: Run): Ending | undefined {
  if (emptyReplies(steps) > mostEmpty) return failed('The model answered with nothing, three times in a row.');
  return lengthStops(steps) >= mostLengthStops
    ? failed('The replies of the model do not fit into what is left of the context window.')
    : undefined;
}

function limitOf({ steps, limits, startedAt, pauseAfterStep }: Run, now: number): Ending | undefined {
  const tokens = steps.reduce((sum, { usage }) => sum + (usage?.totalTokens ?? 0), 0);
  const cost = steps.reduce((sum, step) => sum + (step.cost ?? 0), 0);
  const reached = (what: string): Ending => ({
    do: 'end',
    status: 'limit',
    reason: `The limit of ${what} is reached.`,
  });
  if (steps.length >= limits.steps) return reached(`${limits.steps} steps`);
  if (tokens >= limits.tokens) return reached(`${limits.tokens} tokens`);
  if (cost >= limits.cost) return reached(`$${limits.cost}`);
  if (now - startedAt >= limits.milliseconds) return reached(`${Math.round(limits.milliseconds / 60_000)} minutes`);
  return pauseAfterStep ? { do: 'end', status: 'paused', reason: 'Paused after a step.' } : undefined;
}

function failed(reason: string): Ending {
  return { do: 'end', status: 'failed', reason };
}

function isCut({ finish }: Step): boolean {
  return finish === 'length' || finish === 'cutOff';
}

function withReply(run: Run, reply: ModelReply, cost: number | undefined): Run {
  const number = run.steps.length + 1;
  const whole = reply.finish !== 'length' && reply.finish !== 'cutOff';
  // A call in a reply that broke off may be half a call.
  const calls = whole ? reply.toolCalls.map((asked, index) => callOf(asked, `${number}.${index + 1}`)) : [];
  const { text, reasoning, finish, usage } = reply;
  const step: Step = {
    text,
    reasoning,
    finish,
    calls,
    notes: whole ? [] : [brokeOff],
    ...(usage === undefined ? {} : { usage }),
    ...(cost === undefined ? {} : { cost }),
  };
  const next = { ...run, steps: [...run.steps, step], notes: [] };
  return neverActs(next) ? withNote(next, actNow) : next;
}

function callOf(asked: ToolCall, id: string): StepCall {
  const read = readCall(asked);
  return { id, asked, read, ...(read.ok ? {} : { result: { text: read.problem, failed: true } }) };
}

/** Whether the model only says what it is going to do, for the first time in a run that has done nothing yet. */
function neverActs({ steps }: Run): boolean {
  const [only, second] = steps.filter(({ text, calls }) => text.trim() !== '' || calls.length > 0);
  return (
    only !== undefined && second === undefined && only.calls.length === 0 && !isCut(only) && isAnnouncement(only.text)
  );
}

/** Text that says what will be done rather than what was found: it promises, or it ends where a call should follow. */
function isAnnouncement(text: string): boolean {
  const last = text.trim().slice(-400);
  return (
    /[:…]$/.test(last) ||
    /\b(?:I(?:'|’)ll|I will|let me|let(?:'|’)s|I(?:'|’)m going to|next, I|first, I)\b[^.?!]*[.!]?$/i.test(last)
  );
}

type Answer = Extract<RunEvent, { readonly type: 'answered' }>;

function answered(run: Run, { call: id, allowed, feedback }: Answer): Run {
  const text =
    feedback === ''
      ? 'The user said no to this call. Find another way, or ask.'
      : `The user said no to this call: ${feedback}`;
  return withCall(run, id, ({ waitsFor, ...call }) => ({
    ...call,
    allowed,
    ...(allowed ? {} : { result: { text, failed: true } }),
  }));
}

function withCall(run: Run, id: string, update: (call: StepCall) => StepCall): Run {
  const step = run.steps.at(-1);
  const index = step?.calls.findIndex((call) => call.id === id) ?? -1;
  const call = step?.calls[index];
  if (step === undefined || call === undefined || call.result !== undefined) return run;
  return withStep(run, { ...step, calls: step.calls.with(index, update(call)) });
}

function withStep(run: Run, step: Step): Run {
  return { ...run, steps: run.steps.with(-1, step) };
}

function withNote(run: Run, note: string): Run {
  const step = run.steps.at(-1);
  return step === undefined
    ? { ...run, notes: [...run.notes, note] }
    : withStep(run, { ...step, notes: [...step.notes, note] });
}

/** Tells the model once that it repeats itself. */
function withWarning(run: Run): Run {
  const circle = repetitionIn(deedsOf(run));
  const isNew = circle?.verdict === 'warn' && circle.what.endsWith(' 3 times');
  return isNew
    ? withNote(run, `You repeat yourself: ${circle.what}. Do something else, or say what keeps you from going on.`)
    : run;
}

/** Steps looked at for loops: enough for the longest one, so that a look costs the same however long the run is. */
const recentSteps = 15;

function deedsOf({ steps }: Run): Deed[] {
  return steps.slice(-recentSteps).flatMap(({ calls }) =>
    calls.flatMap(({ read, result }) => {
      // Calls that cannot be read have a limit of their own.
      if (result === undefined || !read.ok) return [];
      return [{ call: JSON.stringify(read.call), result: result.text, failed: result.failed }];
    }),
  );
}

function countLast(steps: readonly Step[], is: (step: Step) => boolean): number {
  const other = steps.findLastIndex((step) => !is(step));
  return steps.length - 1 - other;
}

function emptyReplies(steps: readonly Step[]): number {
  return countLast(steps, (step) => step.calls.length === 0 && step.text.trim() === '' && !isCut(step));
}

function lengthStops(steps: readonly Step[]): number {
  return countLast(steps, isCut);
}

function malformedInARow(steps: readonly Step[]): number {
  const calls = steps.flatMap((step) => step.calls);
  const lastGood = calls.findLastIndex(({ read }) => read.ok);
  return calls.length - 1 - lastGood;
}
