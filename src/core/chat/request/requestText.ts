import { formatTokens } from './cost.ts';
import type { Message, Trimmed } from '../messages.ts';
import { fence } from '../prompts/prompts.ts';

export interface ShownRequest {
  readonly url: string;
  /** What goes on the wire, key and headers aside. */
  readonly body: unknown;
  readonly messages: readonly Message[];
  /** Tokens of the input, by estimate. */
  readonly input: number;
  readonly window: number;
  readonly trimmed?: Trimmed;
}

/** A request as a page to read: where it goes, its parameters, and every message word for word. */
export function requestText({ url, body, messages, input, window, trimmed }: ShownRequest): string {
  const about = `About ${formatTokens(input)} of a window of ${formatTokens(window)}.`;
  const leftOut = trimmed === undefined ? '' : ` Left out for want of room: the ${exchanges(trimmed.exchanges)}.`;
  const parts = messages.map(({ role, content }, index) => `## Message ${index + 1}: ${role}\n\n${fence(content, '')}`);
  return [
    '# What the next message sends',
    `POST ${url}`,
    `${about}${leftOut} The API key goes along in the Authorization header; it is not shown here.`,
    `## Parameters\n\n${fence(JSON.stringify(body, withoutMessages, 2), 'json')}`,
    ...parts,
    '',
  ].join('\n\n');
}

function exchanges(count: number): string {
  return count === 1 ? 'oldest exchange' : `${count} oldest exchanges`;
}

function withoutMessages(key: string, value: unknown): unknown {
  return key === 'messages' && Array.isArray(value) ? `(${value.length}, below)` : value;
}
