import assert from 'node:assert/strict';
import { demoAnswers } from '../../support/endpoint/demoAnswers.ts';
import type { StandIn } from '../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../support/endpoint/startEndpoint.ts';
import { ask, bodyOf, payloads } from './endpointCalls.ts';

describe('stand-in endpoint, the demo', () => {
  let endpoint: StandIn;

  before(async () => {
    endpoint = await startEndpoint();
  });

  after(() => endpoint.stop());

  async function demo(content: string): Promise<string> {
    await endpoint.otherwise(demoAnswers);
    const response = await ask(endpoint.url, { more: { messages: [{ role: 'user', content }] } });
    return String((await bodyOf(response)).result?.response);
  }

  it('explains code with a code block', async () => {
    const code = '```ts\nfunction double(n: number) {\n  return n * 2;\n}\n```';
    const answer = await demo(`Explain the selection:\n\n${code}`);
    assert.match(answer, /^This ts code has \*\*3 lines\*\*/);
    assert.match(answer, /- `double`[^]*```ts\nfunction double\(n: number\) \{\n```/);
  });

  it('answers an instruction with the changed code in a fence', async () => {
    const code = '````md\nSee:\n```js\nlet a;\n```\n````';
    assert.equal(
      await demo(`Selected code:\n${code}\nInstruction: rename a to total`),
      '````md\nSee:\n```js\nlet total;\n```\n````',
    );
    assert.equal(
      await demo('Context:\n```py\nx\n```\nSelection:\n```py\n  return 1\n```\nInstruction: Say why.'),
      '```py\n  # Say why.\n  return 1\n```',
    );
  });

  it('streams token by token where the stream is on', async () => {
    await endpoint.otherwise({ kind: 'demo', tokensPerSecond: 1e6 });
    const events = payloads(await (await ask(endpoint.url, { more: { stream: true } })).text());
    assert.ok(events.length > 40);
    assert.equal(events[0], '{"response":"I am"}');
    assert.equal(events.at(-1), '[DONE]');
  });

  it('keeps to max_tokens, and to 256 without one', async () => {
    await endpoint.otherwise({ kind: 'demo' });
    const short = await bodyOf(await ask(endpoint.url, { more: { max_tokens: 4 } }));
    assert.equal(short.result?.response, 'I am the **stand');
    assert.deepEqual(short.result.usage, { prompt_tokens: 8, completion_tokens: 4, total_tokens: 12 });
  });
});
