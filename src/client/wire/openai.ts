import { jsonHeaders, type WireAdapter, wireMessages, wireTools } from './wire.ts';

/**
 * `POST …/v1/chat/completions` as vLLM, llama.cpp, Ollama, LM Studio and the services with the same protocol take it.
 * Usage is asked for in the last piece of a stream (`stream_options.include_usage`). Parameters that OpenAI's own
 * documentation lacks (`top_k`, `repetition_penalty`) are vLLM's names for them; they go out where the user set them.
 */
export const openai: WireAdapter = {
  needsKey: false,

  completion({ url, model, key }, { messages, parameters, stream, effort, tools }) {
    const body = {
      model,
      messages: wireMessages(messages),
      ...parameters,
      ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
      ...(effort === undefined ? {} : { reasoning_effort: effort }),
      ...(tools.length === 0 ? {} : { tools: wireTools(tools) }),
    };
    return { method: 'POST', url: road(url, 'chat/completions'), headers: jsonHeaders(key), body };
  },

  models({ url, key }) {
    return { method: 'GET', url: road(url, 'models'), headers: jsonHeaders(key) };
  },
};

/** The address of one road: `url` may be the server alone, its `/v1`, or the whole address of the completions. */
function road(url: string, name: string): string {
  const address = new URL(url);
  const base = address.pathname.replace(/\/(?:chat\/completions)?\/*$/, '').replace(/\/+$/, '');
  address.pathname = `${base === '' ? '/v1' : base}/${name}`;
  return address.href;
}
