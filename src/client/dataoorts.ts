import type { Message } from '../core/chat/messages.ts';
import type { ClientConfig, WireRequest } from './config.ts';

/**
 * The documented call, field by field (the endpoint's public page for gpt-oss-120b):
 * `POST` with `{model, data: {messages, …parameters}}` and a bearer key. Nothing else goes on the wire.
 */
export function dataoortsRequest(config: ClientConfig, key: string, messages: readonly Message[]): WireRequest {
  return {
    url: config.url,
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
    body: {
      model: config.model,
      data: { messages: messages.map(({ role, content }) => ({ role, content })), ...config.parameters },
    },
  };
}
