import { jsonHeaders, type WireAdapter, wireMessages, wireTools } from './wire.ts';

/**
 * The documented call, field by field (the endpoint's public page for gpt-oss-120b):
 * `POST` with `{model, data: {messages, …parameters}}` and a bearer key. Nothing else goes on the wire, unless the
 * call says so: streaming, tools and the reasoning level are not documented and are sent only where a probe or the
 * user's setting allows it.
 */
export const dataoorts: WireAdapter = {
  needsKey: true,

  completion({ url, model, key }, { messages, parameters, stream, effort, tools }) {
    const data = {
      messages: wireMessages(messages),
      ...parameters,
      ...(stream ? { stream } : {}),
      ...(effort === undefined ? {} : { reasoning_effort: effort }),
      ...(tools.length === 0 ? {} : { tools: wireTools(tools) }),
    };
    return { method: 'POST', url, headers: jsonHeaders(key), body: { model, data } };
  },

  models: () => undefined,
};
