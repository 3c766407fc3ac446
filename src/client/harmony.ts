import { Body } from './harmony/body.ts';
import { judgeMarker } from './harmony/boundary.ts';
import type { Opening } from './harmony/header.ts';
import { judgeAfterJson, judgeJoint } from './harmony/joints.ts';
import { cutAtMarker, windowLength } from './harmony/markers.ts';
import { readBeginning, readNext } from './harmony/opening.ts';
import type { Verdict } from './harmony/place.ts';
import { ReadingRecorder } from './harmony/reading.ts';
import type { HarmonyDelta, HarmonyReading } from './harmony/reading.ts';
import { anyTag, partialTag } from './harmony/tags.ts';

export type { HarmonyDelta, HarmonyReading, HarmonyToolCall } from './harmony/reading.ts';

/** Most characters of a reply that begins like stripped harmony which are held until a later message proves it. */
const longestUnproven = 65_536;

/** Takes apart a whole reply. Same result as a `HarmonyStream` fed with it in any pieces. */
export function parseHarmony(text: string): HarmonyReading {
  const stream = new HarmonyStream();
  stream.push(text);
  return stream.end();
}

/**
 * Takes apart a reply as it comes. Text in a delta is never taken back; held back is only what may
 * be markup: at most 256 characters, or 65,536 where a reply begins like `analysisResult`, which
 * is either code or stripped harmony. Linear in the length of the text.
 */
export class HarmonyStream {
  private pending = '';
  private at = 0;
  private closed = false;
  private state: 'beginning' | 'body' | 'afterJson' | 'next' = 'beginning';
  private body = plainBody();
  /** Length `pending` has to reach, unless a telling character comes first, before a held marker is looked at again. */
  private wanted = 0;
  /** Text of a body in mode `maybe`, with the head in front of it. */
  private unproven: string[] = [];
  private unprovenLength = 0;
  /** Blanks at this place belong to the tag before them. */
  private skipsBlank = false;
  private readonly recorder = new ReadingRecorder();

  push(chunk: string): HarmonyDelta[] {
    if (this.closed) return [];
    this.pending += chunk;
    if (this.pending.length < this.wanted && !telling.test(chunk)) return [];
    this.advance();
    return this.recorder.takeDeltas();
  }

  /** Ends the text; returns the deltas of what was still held back. */
  flush(): HarmonyDelta[] {
    this.close();
    return this.recorder.takeDeltas();
  }

  /** Ends the text; returns the reading of the whole. */
  end(): HarmonyReading {
    this.close();
    return this.recorder.reading();
  }

  private close(): void {
    if (this.closed) return;
    this.closed = true;
    this.advance();
    this.recorder.close();
  }

  private advance(): void {
    this.wanted = 0;
    while (this.step());
    this.pending = this.pending.slice(this.at);
    this.at = 0;
  }

  /** Takes one step; false when there is no more to do with the text so far. */
  private step(): boolean {
    switch (this.state) {
      case 'beginning': return this.stepBeginning();
      case 'body': return this.stepBody();
      case 'afterJson': return this.obey(judgeAfterJson(this.window(), this.windowIsLast()));
      case 'next': return this.stepNext();
    }
  }

  private window(): string {
    return this.pending.slice(this.at, this.at + windowLength);
  }

  private windowIsLast(): boolean {
    return this.closed && this.pending.length - this.at <= windowLength;
  }

  private stepBeginning(): boolean {
    if (!this.skipBlank()) return false;
    const found = readBeginning(this.window(), this.windowIsLast());
    switch (found.type) {
      case 'more': return false;
      case 'plain': return this.beginPlain();
      case 'close': return this.closeMessage(found.length);
      case 'open': return this.open(found.opening);
      case 'maybe': return this.beginUnproven(found.opening.end, new Body(found.opening, 'maybe'));
      case 'tag': return this.beginTag(found);
    }
  }

  private stepNext(): boolean {
    const blank = /^\s*/.exec(this.window())?.[0].length ?? 0;
    this.at += blank;
    if (blank > 0) return true;
    if (this.at >= this.pending.length) return false;
    const found = readNext(this.window(), this.windowIsLast());
    if (found.type === 'close') return this.closeMessage(found.length);
    return found.type === 'open' && this.open(found.opening);
  }

  private stepBody(): boolean {
    if (!this.skipBlank()) return this.closed && this.body.mode === 'maybe' && this.beginAgain();
    const candidate = this.nextCandidate();
    const isUnproven = this.body.mode === 'maybe';
    if (isUnproven && this.unprovenLength + candidate - this.at >= longestUnproven) return this.beginAgain();
    this.take(candidate);
    if (this.state !== 'body') return true;
    if (this.at >= this.pending.length) return this.closed && isUnproven && this.beginAgain();
    if (this.body.inTag) return this.judgeTag();
    return !isPartial(this.window()) && this.judgeCandidate();
  }

  private judgeCandidate(): boolean {
    const window = this.window();
    const judge = window.startsWith('<') ? judgeMarker : judgeJoint;
    return this.obey(judge(window, this.windowIsLast(), this.body.place()));
  }

  private obey(verdict: Verdict): boolean {
    switch (verdict.type) {
      case 'more':
        this.wanted = windowLength;
        return false;
      case 'text':
        if (verdict.quotes) this.body.noteQuotedMarker();
        this.state = 'body';
        return this.take(this.at + verdict.length);
      case 'close': return this.closeMessage(verdict.length);
      case 'open': return this.open(verdict.opening);
    }
  }

  /** Where the next possible marker or joint begins, or where what may become one is held back. */
  private nextCandidate(): number {
    const { pattern, partial } = this.signs();
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.pending);
    if (found !== null) return found.index;
    if (this.closed) return this.pending.length;
    const tail = this.pending.slice(Math.max(this.at, this.pending.length - longestPartial));
    return this.pending.length - (partial.exec(tail)?.[0].length ?? 0);
  }

  private signs(): { readonly pattern: RegExp; readonly partial: RegExp } {
    if (this.body.inTag) return { pattern: anyTag, partial: partialTag };
    if (this.body.kind === 'answer') return { pattern: sign, partial: partialSign };
    if (!this.body.isStripped) return { pattern: hiddenSign, partial: partialHiddenSign };
    return { pattern: signOrLine, partial: partialSignOrLine };
  }

  /** At a tag, in reasoning that stands in one. Inside code it is text; so is the end of a tag that began there. */
  private judgeTag(): boolean {
    anyTag.lastIndex = this.at;
    const found = anyTag.exec(this.pending);
    if (found?.index !== this.at) return false;
    const verdict = this.body.judgeTag(this.pending.slice(this.at, this.at + windowLength), found, this.windowIsLast());
    if (verdict === 'more') this.wanted = windowLength;
    if (verdict === 'text') return this.take(this.at + found[0].length);
    if (verdict === 'more') return false;
    this.prove();
    this.at += found[0].length;
    this.state = 'beginning';
    this.skipsBlank = true;
    return true;
  }

  /** Skips blanks that belong to a tag; false when there is nothing else yet. */
  private skipBlank(): boolean {
    if (!this.skipsBlank) return true;
    const from = this.at;
    while (this.at < this.pending.length && this.pending.charAt(this.at).trim() === '') this.at++;
    if (this.state === 'body') this.unproven = this.unproven.map((head) => head + this.pending.slice(from, this.at));
    this.skipsBlank = this.at >= this.pending.length;
    return !this.skipsBlank;
  }

  /** Takes the text up to `to` into the message, or less, where the arguments of a call are complete; always true. */
  private take(to: number): boolean {
    const given = this.pending.slice(this.at, to);
    const end = this.body.feed(given);
    const text = given.slice(0, end);
    this.at += text.length;
    if (end !== undefined) this.state = 'afterJson';
    if (this.body.mode === 'maybe') {
      this.unproven.push(text);
      this.unprovenLength += text.length;
    } else {
      this.recorder.add(text);
    }
    return true;
  }

  private beginPlain(): boolean {
    this.body = plainBody();
    this.recorder.begin('answer', '');
    this.state = 'body';
    return true;
  }

  private beginTag({ length, maybe }: { readonly length: number; readonly maybe: boolean }): boolean {
    this.skipsBlank = true;
    const body = new Body({ kind: 'reasoning' }, maybe ? 'maybe' : 'harmony', true);
    if (maybe) return this.beginUnproven(length, body);
    this.recorder.leaked = true;
    this.recorder.begin('reasoning', '');
    this.at += length;
    this.body = body;
    this.state = 'body';
    return true;
  }

  private beginUnproven(headLength: number, body: Body): boolean {
    this.unproven = [this.pending.slice(this.at, this.at + headLength)];
    this.unprovenLength = 0;
    this.at += headLength;
    this.body = body;
    this.state = 'body';
    return true;
  }

  /** Nothing proved that the reply is stripped harmony: all of it is plain text. */
  private beginAgain(): boolean {
    this.pending = this.unproven.join('') + this.pending.slice(this.at);
    this.at = 0;
    this.unproven = [];
    this.skipsBlank = false;
    return this.beginPlain();
  }

  private closeMessage(length: number): boolean {
    this.prove();
    this.recorder.end(this.pending.startsWith('<|call|>', this.at + length - '<|call|>'.length));
    this.at += length;
    this.state = 'next';
    return true;
  }

  private open(opening: Opening): boolean {
    this.prove();
    const hasJoint = opening.stripped === true && (opening.kind === 'answer' || opening.kind === 'reasoning');
    if (this.body.mode === 'plain' && hasJoint) this.recorder.answerWasReasoning();
    this.at += opening.end;
    this.body = new Body(opening, 'harmony');
    this.recorder.begin(opening.kind, cutAtMarker(opening.tool));
    this.state = 'body';
    return true;
  }

  private prove(): void {
    this.recorder.leaked = true;
    if (this.unproven.length === 0) return;
    this.recorder.begin(this.body.kind, '');
    for (const text of this.unproven.slice(1)) this.recorder.add(text);
    this.unproven = [];
  }
}

/** What a held marker may be judged by before its window is full. */
const telling = /[>`\n]/;
const words = ['assistant', 'to=', ' to='];
const hiddenWords = [...words, 'commentary', 'analysis'];
const sign = signOf(words);
const partialSign = partialOf(words);
const hiddenSign = signOf(hiddenWords);
const partialHiddenSign = partialOf(hiddenWords);
const signOrLine = signOf([...hiddenWords, '\\n\\s{0,8}(?=[acf])']);
const partialSignOrLine = new RegExp(`\\n\\s{0,8}$|${partialHiddenSign.source}`);

function signOf(alternatives: readonly string[]): RegExp {
  return new RegExp(`<\\||${alternatives.join('|')}`, 'g');
}

/** What may become one of the words, at the end of a text. */
function partialOf(alternatives: readonly string[]): RegExp {
  const beginnings = alternatives.flatMap((word) => Array.from(word, (_, index) => word.slice(0, index)).slice(1));
  return new RegExp(`(?:<|${[...new Set(beginnings)].join('|')})$`);
}

/** Longest beginning of a sign that is looked for at the end of the text. */
const longestPartial = 64;

function plainBody(): Body {
  return new Body({ kind: 'answer' }, 'plain');
}

function isPartial(window: string): boolean {
  return window === '<' || hiddenWords.some((word) => window.length < word.length && word.startsWith(window));
}
