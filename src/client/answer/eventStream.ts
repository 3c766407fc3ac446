import { createParser } from 'eventsource-parser';
import type { EventSourceMessage } from 'eventsource-parser';
import type { Usage } from '../../core/chat/messages.ts';
import type { AssistantError } from '../../core/errors.ts';
import { failure, hasErrors, readErrors, readsAsError, saysFailed } from '../failures/bodyFailure.ts';
import { mostEvents, mostReplyCharacters, tooMuch } from '../exchange/limits.ts';
import { readNativeCalls, readReasoning } from './decode/message.ts';
import { textOf } from './decode/parts.ts';
import { outputOf, readResponseEvent } from './decode/responseEvents.ts';
import type { ResponseEvent } from './decode/responseEvents.ts';
import { readUsage } from './decode/usage.ts';
import { ToolCallAssembly } from './decode/toolCallAssembly.ts';
import { type Ending, endingOf, readEnding, worse } from './ending.ts';
import { asArray, asObject, isEmptyObject, isObject, jsonText, parseJson } from './json.ts';
import type { JsonObject } from './json.ts';
import type { DecodeFailure, RawReply } from './rawReply.ts';
import { TextParts } from './textParts.ts';

/** A piece of text as the stream brought it; harmony in it has not been read yet. */
export interface StreamDelta {
  readonly kind: 'text' | 'reasoning';
  readonly text: string;
}

/** All that a stream brought. `finish` is `cutOff` when it broke off. */
export interface StreamEnd extends RawReply {
  /** What went wrong by the endpoint's own words, inside the stream. What came before stays. */
  readonly failure: DecodeFailure | undefined;
  /** Events that were understood. 0: this was no event stream; read the body with `decodeBody`. */
  readonly events: number;
  /** Events that were not: neither JSON nor `[DONE]`, or JSON without anything known in it. */
  readonly unknownEvents: number;
}

/**
 * Reads a stream of server-sent events, in the forms of both protocols mixed at will. Fed with
 * decoded text, cut anywhere; linear; holds back nothing but an unfinished event.
 */
export class EventStreamReader {
  private readonly parser = createParser({ onEvent: (event) => this.readEvent(event) });
  private readonly texts: Record<StreamDelta['kind'], TextParts> = {
    text: new TextParts(),
    reasoning: new TextParts(),
  };
  private readonly calls = new ToolCallAssembly();
  private deltas: StreamDelta[] = [];
  private usage: Usage | undefined;
  /** What the last finish word said; taken back when more text comes behind it. */
  private ending: Ending | undefined;
  private failed: DecodeFailure | undefined;
  private isDone = false;
  private started = false;
  private heldReturn = '';
  /** What stands between the last part of the reasoning and the next. */
  private gap = '';
  private kept = 0;
  private refused = false;
  /** Characters since the last event; the parser holds those of an event that has not ended. */
  private sinceEvent = 0;
  private events = 0;
  private unknownEvents = 0;

  /** Characters of the reply that came so far; it grows with each piece of it, and with nothing else. */
  get progress(): number {
    return this.kept;
  }

  /** Throws `tooMuch` where more comes than a reply can be: in one event, in all of its text, or in events. */
  push(text: string): StreamDelta[] {
    this.feed(text, false);
    return this.takeDeltas();
  }

  /** Takes an event that no blank line ended; returns what it brought. */
  flush(): StreamDelta[] {
    this.feed('\n\n', true);
    return this.takeDeltas();
  }

  /** Ends the stream; text of a last unfinished event is in the result, or in `flush` before. */
  end(): StreamEnd {
    this.flush();
    const isOver = this.isDone || this.ending !== undefined;
    const ending: Ending = this.ending ?? { finish: 'unknown' };
    return {
      text: this.texts.text.toString(),
      reasoning: this.texts.reasoning.toString(),
      nativeToolCalls: this.calls.calls(),
      usage: this.usage,
      ...(isOver && this.failed === undefined ? ending : { finish: 'cutOff' }),
      failure: this.failed,
      events: this.events,
      unknownEvents: this.unknownEvents,
    };
  }

  /** Takes an event without the framing of a stream: a line of JSON, as Ollama sends them. */
  pushLine(line: string): void {
    this.readEvent({ data: line });
  }

  /** Line ends are made plain on the way: the parser is linear only on texts without carriage returns. */
  private feed(chunk: string, last: boolean): void {
    if (this.refused) return;
    let text = this.heldReturn + chunk;
    if (!this.started && text !== '') {
      this.started = true;
      text = text.replace(/^\uFEFF/, '');
    }
    this.heldReturn = !last && text.endsWith('\r') ? '\r' : '';
    text = text.slice(0, text.length - this.heldReturn.length);
    this.sinceEvent += text.length;
    this.parser.feed(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);
    if (this.sinceEvent > mostReplyCharacters) this.refuse(tooMuch(this.sinceEvent, 'characters'));
  }

  private takeDeltas(): StreamDelta[] {
    const taken = this.deltas;
    this.deltas = [];
    return taken;
  }

  private readEvent({ event, data }: Pick<EventSourceMessage, 'data' | 'event'>): void {
    this.sinceEvent = 0;
    if (data.trim() === '[DONE]') {
      this.events++;
      this.isDone = true;
      return;
    }
    const value = parseJson(data)?.value;
    if (this.events + this.unknownEvents >= mostEvents) this.refuse(tooMuch(mostEvents, 'events'));
    const known = isObject(value) ? this.readObject(value, event === 'error') : this.readOther(data, event === 'error');
    if (known) this.events++;
    else this.unknownEvents++;
  }

  private readOther(data: string, isError: boolean): boolean {
    if (isError) this.failed ??= failure('envelope', readErrors({ error: data }));
    return isError;
  }

  private readObject(body: JsonObject, isError: boolean): boolean {
    const event = readResponseEvent(body);
    if (event !== undefined) return this.takeResponseEvent(event);
    const isKnown = this.readPart(body);
    const inResult = isObject(body['result']) && this.readPart(body['result']);
    const hasFailed = isError || saysFailed(body) || (isKnown ? hasErrors(body) : readsAsError(body));
    if (hasFailed) this.failed ??= failure('envelope', readErrors(body));
    return hasFailed || isKnown || inResult;
  }

  /** Always known. */
  private takeResponseEvent({ text, reasoning, beginsPart, call, response }: ResponseEvent): true {
    if (beginsPart === true && !this.texts.reasoning.isEmpty) this.gap = '\n\n';
    if (reasoning !== undefined && reasoning !== '') this.add('reasoning', this.takeGap() + reasoning);
    this.add('text', text);
    if (call !== undefined) this.addCall(call);
    if (response !== undefined) this.takeResponse(response);
    return true;
  }

  /** The whole response at the end of its events: what did not come in pieces, and how it ended. */
  private takeResponse(response: JsonObject): void {
    const { text, reasoning, calls } = outputOf(response);
    if (this.texts.reasoning.isEmpty) this.add('reasoning', reasoning);
    if (this.texts.text.isEmpty) this.add('text', text);
    if (this.calls.calls().length === 0) for (const call of calls) this.addCall(call);
    this.usage = readUsage(response['usage']) ?? this.usage;
    if (isObject(response['error'])) this.failed ??= failure('envelope', readErrors(response));
    this.ending = worse(endingOf(response), { finish: 'stop' });
  }

  private takeGap(): string {
    const { gap } = this;
    this.gap = '';
    return gap;
  }

  /** Reads what a part of an event holds; false when it holds nothing known. */
  private readPart(part: JsonObject): boolean {
    const choice = asObject(asArray(part['choices'])[0]);
    const usage = readUsage(part['usage']) ?? readUsage(choice['usage']);
    this.usage = usage ?? this.usage;
    if (hasErrors(choice)) this.failed ??= failure('envelope', readErrors(choice));
    // Ollama's lines carry their pieces in `message`.
    const delta = choice['delta'] ?? (typeof part['done'] === 'boolean' ? part['message'] : undefined);
    if (isObject(delta)) this.readMessage(delta, delta['content']);
    else this.readWhole(asObject(choice['message']));
    this.add('text', choice['text']);
    this.readMessage(part, part['response']);
    const silentEnd: Ending | undefined = part['done'] === true ? { finish: 'unknown' } : undefined;
    const ending = readEnding(choice) ?? readEnding(part) ?? silentEnd;
    this.ending = ending ?? this.ending;
    const isKnown = usage !== undefined || delta !== undefined || ending !== undefined;
    return isKnown || 'response' in part || 'choices' in part || 'tool_calls' in part;
  }

  /** A whole message inside a stream counts only where nothing was streamed before. */
  private readWhole(message: JsonObject): void {
    if (!isEmptyObject(message) && this.texts.text.isEmpty) this.readMessage(message, message['content']);
  }

  private readMessage(message: JsonObject, content: unknown): void {
    this.add('reasoning', readReasoning(message, content));
    this.add('text', content);
    for (const call of readNativeCalls(message, content)) this.addCall(call);
  }

  private add(kind: StreamDelta['kind'], content: unknown): void {
    const text = textOf(content);
    if (text === '') return;
    this.ending = undefined;
    this.keep(text.length);
    this.texts[kind].push(text);
    this.deltas.push({ kind, text });
  }

  private addCall(call: unknown): void {
    this.calls.add(call);
    this.keep(jsonText(call).length);
  }

  private keep(characters: number): void {
    this.kept += characters;
    if (this.kept > mostReplyCharacters) this.refuse(tooMuch(this.kept, 'characters'));
  }

  /** What came until now stays; nothing more is read. */
  private refuse(error: AssistantError): never {
    this.refused = true;
    throw error;
  }
}
