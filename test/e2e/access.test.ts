import assert from 'node:assert/strict';
import axe from 'axe-core';
import { endedBy } from '../../src/app/chat/exchange.ts';
import { AssistantError } from '../../src/core/errors.ts';
import type { HostMessage } from '../../src/protocol/messages.ts';
import type { Behaviour } from '../support/endpoint/behaviour.ts';
import type { Theme } from '../support/vscode/settings.ts';
import { type Session, testKey } from './support/session.ts';
import { itInSession } from './support/suite.ts';

const everything = `# Heading

Words with **weight**, \`code\`, \`src/cart.ts:3\`, [a page](https://example.com) and [nothing](gone.ts).

1. first
2. second
   - [x] done
   - [ ] open

> quoted

| option | default | a rather long heading | and one more |
|---|--:|:-:|---|
| depth | 3 | how far down to look in all of it | \`true\` |

In \`src/cart.ts\`:

\`\`\`ts
// adds up
export function total(items: readonly Item[]): number {
  return items.reduce((sum, { price, count }) => sum + price * count, 0) * 1.5e3 + Number('12') + /x+/.test('a');
}
\`\`\`

\`\`\`diff
- a
+ b
\`\`\`

\`\`\`bash
npm install
\`\`\`
`;

interface State {
  readonly name: string;
  readonly replies: readonly Behaviour[];
  /** What shows that the state is reached. */
  readonly shows: string;
  readonly text?: string;
  /** A state in which a reply is on its way, to be stopped afterwards. */
  readonly busy?: true;
  /** How far the page's clock is put forward, in milliseconds. */
  readonly later?: number;
}

const states: readonly State[] = [
  { name: 'waiting', replies: [{ kind: 'hang' }], shows: '.waiting', busy: true },
  { name: 'slow', replies: [{ kind: 'hang' }], shows: '.waiting .linkButton', busy: true, later: 25_000 },
  { name: 'stopped', replies: [], shows: '.note .codicon-debug-stop' },
  { name: 'limited', replies: [{ kind: 'rateLimited', retryAfter: 20 }], shows: '.waiting .codicon-watch', busy: true },
  { name: 'limited-long', replies: [{ kind: 'rateLimited', retryAfter: 90 }], shows: '.failure .countdown' },
  { name: 'unauthorized', replies: [{ kind: 'status', status: 401 }], shows: '.failure .codicon-key' },
  { name: 'malformed', replies: [{ kind: 'html', status: 200 }], shows: '.failure .codicon-error' },
  {
    name: 'cut-off',
    replies: [{ kind: 'text', text: 'It goes on', finish: 'length', as: 'choices' }],
    shows: '.note .codicon-warning',
  },
  {
    name: 'done',
    replies: [{ kind: 'text', text: everything, reasoning: 'First I look.\nThen I answer.', as: 'choices' }],
    shows: '.codeBlock .hljs-keyword',
    text: `${'A long message. '.repeat(120)}\nand more`,
  },
];

async function violations(session: Session): Promise<string[]> {
  const frame = await session.chatFrame();
  await frame.evaluate(axe.source);
  return frame.evaluate(async () => {
    // The page is see-through; what lies behind it is the side bar.
    document.documentElement.style.backgroundColor = 'var(--vscode-sideBar-background)';
    const axeHere = (window as unknown as { axe: typeof axe }).axe;
    const { violations: found } = await axeHere.run(document, { resultTypes: ['violations'] });
    return found.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
    );
  });
}

/** What VS Code gives a webview of its colour theme: variables on the root, classes and data on the body. */
interface Look {
  readonly root: string;
  readonly body: Readonly<Record<string, string>>;
}

const themes: readonly Theme[] = ['dark', 'light', 'hc-dark', 'hc-light'];

/** The look of the chat in each theme, taken from VS Code once. */
async function looksOf(session: Session): Promise<[Theme, Look][]> {
  const looks: [Theme, Look][] = [];
  for (const theme of themes) {
    await session.setTheme(theme);
    const frame = await session.chatFrame();
    const look = await frame.evaluate(() => ({
      root: document.documentElement.style.cssText,
      body: Object.fromEntries([...document.body.attributes].map(({ name, value }) => [name, value])),
    }));
    looks.push([theme, look]);
  }
  return looks;
}

async function wear(session: Session, look: Look): Promise<void> {
  const frame = await session.chatFrame();
  await frame.evaluate(({ root, body }) => {
    document.documentElement.style.cssText = root;
    for (const [name, value] of Object.entries(body)) document.body.setAttribute(name, value);
  }, look);
}

/** Puts the clock of the page forward; 0 puts it right again. */
async function shiftClock(session: Session, ms: number): Promise<void> {
  const frame = await session.chatFrame();
  await frame.evaluate((shift) => {
    Date.now = () => Math.round(performance.timeOrigin + performance.now()) + shift;
  }, ms);
}

/** Tells the page what only a host in another situation would. */
async function tell(session: Session, message: HostMessage): Promise<void> {
  const frame = await session.chatFrame();
  await frame.evaluate((data) => dispatchEvent(new MessageEvent('message', { data })), message);
}

/** What a test cannot bring about: a machine without a network, and a window without a folder. */
async function toldStates(session: Session, look: (name: string) => Promise<void>): Promise<void> {
  const now = Date.now();
  const at = { after: '', at: now };
  const failed = {
    id: 'r',
    role: 'assistant',
    replyTo: 'q',
    model: 'm',
    text: '',
    reasoning: '',
    at: now,
    ...endedBy(new AssistantError('offline', { host: 'example.com' }), now),
  } as const;
  const status = { hasKey: true, busy: false, model: 'm', workspace: false };
  await tell(session, {
    type: 'opened',
    conversation: {
      id: 'told',
      all: [{ id: 'q', role: 'user', text: 'Hello?', attachments: [], ...at }, failed],
      chosen: [],
    },
    status,
  });
  await session.chat.locator('.failure .codicon-debug-disconnect').waitFor();
  await look('offline');
  await tell(session, { type: 'changed', change: { type: 'turnRemoved', id: 'r' } });
  await session.chat.getByText('This message has no reply.').waitFor();
  await look('unanswered');
  await tell(session, { type: 'opened', conversation: { id: 'empty', all: [], chosen: [] }, status });
  await session.chat.getByRole('button', { name: 'Open Folder' }).waitFor();
  await look('no-workspace');
}

/** The lists under the text field, the one for context so long that it scrolls. */
async function openLists(session: Session, look: (name: string) => Promise<void>): Promise<void> {
  const field = session.chat.locator('textarea');
  for (const [sign, entry] of [['@', /part29/], ['/', /key/]] as const) {
    await field.fill('');
    await field.pressSequentially(sign);
    await session.chat.getByRole('option', { name: entry }).waitFor();
    await look(sign === '@' ? 'context-list' : 'command-list');
    await field.press('Escape');
    await session.chat.getByRole('listbox').waitFor({ state: 'detached' });
  }
  await field.fill('');
}

/** Brings the chat into one state after the other and looks at each. */
async function eachState(session: Session, look: (name: string) => Promise<void>): Promise<void> {
  for (const { name, replies, shows, text = name, busy, later = 0 } of states) {
    await session.endpoint.reply(...replies);
    if (replies.length > 0) {
      const asked = session.endpoint.recorded.length;
      await session.say(text);
      // Stopped before it went out, a request would leave its answer to the next one.
      await session.endpoint.waitForRequest(asked + 1);
    }
    await shiftClock(session, later);
    await session.chat
      .locator(shows)
      .last()
      .waitFor()
      .catch((failure: unknown) => {
        throw new Error(`${name} was not reached`, { cause: failure });
      });
    await look(name);
    if (busy) {
      await session.chat.getByRole('button', { name: 'Stop', exact: true }).last().click();
      await session.chat.locator('.reply').last().locator('.note .codicon-debug-stop').waitFor();
    }
  }
  await session.chat.locator('.reasoning summary').last().click();
  await session.chat.locator('.reasoningText').waitFor();
  await look('reasoning');
}

describe('access', function () {
  this.timeout(300_000);
  const parts = Array.from({ length: 30 }, (_, index) => [`src/parts/part${index}.ts`, 'x\n']);
  const files = { 'src/cart.ts': 'a\nb\nc\nd\n', ...Object.fromEntries(parts) as Record<string, string> };

  const wide = { files, environmentKey: testKey, size: { width: 1700, height: 900 } };

  const narrow = { files, size: { width: 1000, height: 800 } };
  itInSession('has no violation in any state and theme', narrow, async (session) => {
    await session.run('gpt-oss: Open Chat');
    await session.chat.locator('.emptyKey').waitFor();
    const looks = await looksOf(session);
    const found: string[] = [];
    const look = async (state: string): Promise<void> => {
      for (const [theme, one] of looks) {
        await wear(session, one);
        for (const violation of await violations(session)) found.push(`${state}, ${theme}: ${violation}`);
      }
    };
    await look('no-key');
    await session.chat.getByRole('button', { name: 'Set API Key' }).click();
    await session.answer('Set API Key', testKey);
    await session.chat.locator('.emptyKey').waitFor({ state: 'detached' });
    await session.openFile('cart.ts');
    await session.run('gpt-oss: Open Chat');
    await look('empty');
    await openLists(session, look);
    await eachState(session, look);
    await toldStates(session, look);
    assert.deepEqual(found, []);
  });

  itInSession('has none at any width, and nothing is wider than the view', wide, async (session) => {
    await session.run('gpt-oss: Open Chat');
    await eachState(session, () => Promise.resolve());
    for (const width of [200, 250, 400, 1200]) {
      await session.chatWidth(width);
      const frame = await session.chatFrame();
      assert.deepEqual(await violations(session), [], `at ${width}`);
      const { content, view } = await frame.evaluate(() => ({
        content: document.documentElement.scrollWidth,
        view: innerWidth,
      }));
      assert.ok(content <= view, `${content} in ${view}`);
      if (width > 250) continue;
      await openLists(session, async (name) => {
        assert.deepEqual(await violations(session), [], `${name} at ${width}`);
      });
    }
  });

  itInSession('can be used by keyboard alone', { files, environmentKey: testKey }, async (session) => {
    await session.run('gpt-oss: Open Chat');
    await session.endpoint.reply({ kind: 'text', text: 'One.' }, { kind: 'text', text: everything });
    for (const count of [1, 2]) {
      await session.say('Go on');
      await session.chat.locator('.reply[aria-busy="false"]').nth(count - 1).waitFor();
    }
    const focused = (): ReturnType<Session['chat']['locator']> => session.chat.locator(':focus');
    await session.chat.locator('textarea').press('Alt+ArrowUp');
    assert.equal(await focused().getAttribute('aria-label'), 'Reply');
    await focused().press('Alt+ArrowUp');
    assert.equal(await focused().getAttribute('aria-label'), 'Your message');
    await focused().press('Alt+ArrowDown');
    const outline = await focused().evaluate((element) => getComputedStyle(element).outlineStyle);
    assert.equal(outline, 'solid', 'the focus can be seen');
    await focused().press('Alt+ArrowDown');
    assert.equal(await focused().evaluate(({ tagName }) => tagName), 'TEXTAREA');
  });
});
