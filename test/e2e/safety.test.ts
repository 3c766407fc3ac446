import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import { host, vectors } from '../support/markup/vectors.ts';
import { Session, testKey } from './support/session.ts';
import { endSession } from './support/suite.ts';

declare global {
  interface Window {
    /** What ran although nothing should. */
    ran: string[];
    canary: () => void;
  }
}

/** Calls that would be seen if any markup came to life, in the frames that markup could reach. */
function watch(frame: Frame): Promise<void> {
  return frame.evaluate(() => {
    window.ran = [];
    window.canary = () => window.ran.push('canary');
    window.alert = () => window.ran.push('alert');
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      window.ran.push(`${violatedDirective} ${blockedURI}`),
    );
  });
}

const ran = (frame: Frame): Promise<string[]> => frame.evaluate(() => window.ran);

/** Everything in the page that only markup from a reply could have put there. */
function foreign(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => {
    const known = new Set(
      (
        'a article bdi blockquote br button code del details div em h1 h2 h3 h4 h5 h6 hr i li main ol p pre span ' +
        'strong summary table tbody td textarea th thead tr ul'
      ).split(' '),
    );
    // The composer is our own, and holds what was typed as the value of its field.
    return [...document.querySelectorAll('#app *:not(.composer *)')].flatMap((element) => {
      const name = element.tagName.toLowerCase();
      const wrong = element.getAttributeNames().filter((attribute) => {
        const value = element.getAttribute(attribute) ?? '';
        if (attribute === 'href') return !/^(?:https?|mailto):/.test(value);
        return /^(?:on|style$|src|action|formaction|data$|background|poster|ping|xlink|id$|name$)/.test(attribute);
      });
      return known.has(name) && wrong.length === 0 ? [] : [`${name} ${wrong.join(' ')}`];
    });
  });
}

describe('replies that try to break out', function () {
  this.timeout(180_000);
  let session: Session;
  let chat: Frame;
  const requested: string[] = [];
  const failures: (string | undefined)[] = [];
  const pages: string[] = [];

  before(async () => {
    // VS Code asks before it opens a link; where the folder is trusted, it does so by this setting.
    const settings = { 'workbench.trustedDomains.promptInTrustedWorkspace': true };
    session = await Session.open({ environmentKey: testKey, files: { 'src/a.ts': 'a\n' }, settings });
    await session.run('gpt-oss: Open Chat');
    await session.chat.locator('textarea').waitFor();
    chat = await session.chatFrame();
    for (let frame: Frame | null = chat; frame !== null; frame = frame.parentFrame()) await watch(frame);
    session.page.on('request', (request) => requested.push(request.url()));
    session.page.on('requestfailed', (request) => {
      if (request.url().includes(host)) failures.push(request.failure()?.errorText);
    });
    session.page.on('requestfinished', (request) => {
      if (request.url().includes(host)) failures.push('arrived');
    });
    session.page.on(
      'dialog',
      (dialog) => void dialog.dismiss().then(() => requested.push(`dialog ${dialog.message()}`)),
    );
    session.page.context().on('page', (page) => pages.push(page.url()));
  });
  endSession(() => session);

  const nothingHappened = async (): Promise<void> => {
    for (let frame: Frame | null = chat; frame !== null; frame = frame.parentFrame())
      assert.deepEqual(await ran(frame), []);
    assert.deepEqual(
      requested.filter((url) => url.includes(host) || url.startsWith('dialog')),
      [],
    );
    assert.deepEqual(pages, []);
    assert.deepEqual(await foreign(chat), []);
    assert.ok(!chat.isDetached() && chat.childFrames().length === 0);
  };

  it(`shows ${vectors.length} kinds of hostile markup, runs none of it and loads nothing`, async () => {
    assert.ok(vectors.length >= 100);
    await session.endpoint.reply(
      ...vectors.map((text) => ({ kind: 'text', text, reasoning: text, as: 'choices' }) as const),
    );
    for (let count = 1; count <= vectors.length; count++) {
      await session.say(`number ${count}`);
      await session.chat.locator('.reply[aria-busy="false"] .figures').nth(count - 1).waitFor({ state: 'attached' });
      await session.chat.locator('.reply .markdown:not(.plain) > .section').last().waitFor({ state: 'attached' });
      assert.deepEqual(await foreign(chat), [], vectors[count - 1]);
    }
    assert.equal(await session.chat.locator('.reply').count(), vectors.length);
    await nothingHappened();
  });

  it('opens its reasoning, and presses what looks like a link or a button in it', async () => {
    await chat.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
      for (const element of document.querySelectorAll('.markdown *:not(a):not(button)')) {
        element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
        element.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
      }
    });
    await session.chat.locator('.reasoningText').last().waitFor({ state: 'attached' });
    await nothingHappened();
    assert.equal(await session.page.locator('.terminal').count(), 0, 'no command ran');
  });

  it('takes the same from the user and from an error as text', async () => {
    await session.newChat();
    const [first = '', ...others] = vectors.filter((text) => text.includes('onerror'));
    await session.endpoint.reply({
      kind: 'envelopeError',
      status: 400,
      errors: others.slice(0, 20).map((message) => ({ code: 5006, message })),
    });
    await session.say(first);
    await session.chat.locator('.failure').waitFor();
    await nothingHappened();
  });

  it('asks before it opens a link, and opens none by itself', async () => {
    await session.newChat();
    await session.endpoint.reply({ kind: 'text', text: `[the bank](https://${host}/?q=1 "https://bank.example")` });
    await session.say('link?');
    const link = session.chat.getByRole('link', { name: 'the bank' });
    assert.equal(await link.getAttribute('title'), `https://${host}/?q=1`);
    await link.click();
    await session.page.locator('.monaco-dialog-box', { hasText: host }).waitFor();
    await session.page.keyboard.press('Escape');
    await session.page.locator('.monaco-dialog-box').waitFor({ state: 'detached' });
    await nothingHappened();
  });

  it('has a second wall: were markup to get into the page, the policy would stop it', async () => {
    const policy = await chat.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
    assert.match(policy ?? '', /^default-src 'none'; /);
    // Styles and fonts come from where VS Code serves an extension's own files; nothing else has a source.
    assert.match(
      policy ?? '',
      new RegExp(
        "^[^;]*; style-src 'self' \\S+; font-src 'self' \\S+; script-src 'nonce-[\\w-]+'; " +
          "base-uri 'none'; form-action 'none'$",
      ),
    );
    const directives = ['img-src', 'style-src-attr', 'script-src-elem', 'connect-src', 'base-uri', 'form-action'];
    const stopped = await chat.evaluate(
      async ([canary, wanted]) => {
        const from = window.ran.length;
        const place = document.createElement('div');
        document.body.append(place);
        place.innerHTML =
          `<img src="https://${canary}/a.png" onerror="canary()"><iframe src="https://${canary}/"></iframe>` +
          '<p style="color:red">x</p>';
        const script = document.createElement('script');
        script.textContent = 'canary()';
        place.append(script);
        const base = document.createElement('base');
        base.href = `https://${canary}/`;
        document.head.append(base);
        const form = document.createElement('form');
        form.action = `https://${canary}/`;
        // Were it sent, it would go into a frame of its own, and this page would still be there to say so.
        const inner = document.createElement('iframe');
        inner.name = 'inner';
        form.target = inner.name;
        place.append(inner);
        place.append(form);
        form.submit();
        await fetch(`https://${canary}/`).catch(() => undefined);
        // What is stopped is told a while later, each by itself.
        await new Promise<void>((resolve) => {
          const look = (): void => {
            if (
              wanted.every((directive) => window.ran.slice(from).some((violation) => violation.startsWith(directive)))
            )
              resolve();
          };
          window.addEventListener('securitypolicyviolation', look);
          look();
        });
        place.remove();
        base.remove();
        return window.ran.slice(from);
      },
      [host, directives] as const,
    );
    for (const directive of directives) {
      assert.ok(
        stopped.some((violation) => violation.startsWith(directive)),
        `${directive} among ${stopped.join(', ')}`,
      );
    }
    assert.ok(!stopped.includes('canary'));
    // What the policy stops is in the log too, as failed before it left.
    assert.deepEqual([...new Set(failures)], ['csp']);
  });
});

/** Runs a command where VS Code takes it for a link, and draws an icon where it takes it for one. */
const linkTo = (words: string): string => `[${words}](command:workbench.action.files.newUntitledFile)`;
const label = (words: string): string => `${linkTo(words)} $(trash)`;

describe('texts of files and of the endpoint outside the chat', function () {
  this.timeout(120_000);
  let session: Session;
  const named = `${label('Show details')}.ts`;

  before(async () => {
    session = await Session.open({ environmentKey: testKey, files: { 'a.ts': 'one();\n', [named]: 'one();\n' } });
    await session.openFile('a.ts');
  });
  endSession(() => session);

  /** Fails where VS Code made a link or an icon of a text that stands in `place` with these words. */
  const readsAsWritten = async (place: Locator, words: string): Promise<void> => {
    const shown = place.filter({ hasText: words }).first();
    await shown.waitFor();
    const html = await shown.innerHTML();
    // VS Code's own sign of a notification's severity is not within its message, nor that of a row within its label.
    assert.doesNotMatch(html, /<a[\s>]|codicon-trash/, html);
    const text = (await shown.textContent())?.replaceAll('\u200c', '') ?? '';
    assert.ok(text.includes(linkTo(words)), `${text} is shown as it is written`);
  };
  /** The list of notifications shows none and closes where it was opened before the one that is waited for came. */
  const showNotification = async (wanted: Locator): Promise<void> => {
    for (let left = 3; left > 0; left--) {
      await session.run('Notifications: Show Notifications');
      if (await wanted.waitFor({ timeout: 5_000 }).then(() => true, () => false)) return;
    }
  };
  const notification = async (words: string): Promise<void> => {
    const messages = session.page.locator('.notifications-center .notification-list-item-message');
    await showNotification(messages.filter({ hasText: words }).first());
    await readsAsWritten(messages, words);
    await messages.filter({ hasText: words }).first().click();
    await session.run('Notifications: Clear All Notifications');
  };
  const applyReply = async (...lines: string[]): Promise<void> => {
    const reply = ['*** Begin Patch', ...lines, '*** End Patch'].join('\n');
    await session.page.evaluate((words) => navigator.clipboard.writeText(words), reply);
    await session.run('gpt-oss: Apply Reply from Clipboard');
  };

  it('a file that a reply names is no link in the notice that it was refused', async () => {
    await applyReply(`*** Update File: ${label('Open file')}.ts`, '@@', '-two();', '+dos();');
    await notification('Open file');
  });

  it("the endpoint's own words for an error are no link", async () => {
    const message = `Your plan has ended. ${label('Renew')}`;
    await session.endpoint.reply({ kind: 'envelopeError', status: 400, errors: [{ code: 5006, message }] });
    await session.run('gpt-oss: Edit Code');
    await session.answer(/gpt-oss: Edit/, 'shorter');
    await notification('Renew');
  });

  it('a file name is text in the box that asks about it and in the notice of progress', async () => {
    await session.openFile(named);
    await session.endpoint.reply({ kind: 'slow', text: '```ts\none(1);\n```', chunkChars: 1, gate: 'progress' });
    await session.run('gpt-oss: Edit Code');
    await session.page.locator('.quick-input-title', { hasText: 'gpt-oss: Edit' }).waitFor();
    await readsAsWritten(session.page.locator('.quick-input-title'), 'Show details');
    await readsAsWritten(session.page.locator('.quick-input-message'), 'Show details');
    await session.answer(/gpt-oss: Edit/, 'shorter');
    await notification('Show details');
    await session.endpoint.openGate('progress');
  });

  it('and in the list of reviews, in the actions of a hunk and in the title of its diff', async () => {
    await session.page.locator('.tab.active', { hasText: 'Review of' }).waitFor();
    await applyReply('*** Update File: a.ts', `*** Move to: ${label('Move')}.ts`, '@@', '-one();', '+uno();');
    await session.page.locator('.tab.active', { hasText: 'Review of a.ts' }).waitFor();
    await readsAsWritten(session.page.locator('.codelens-decoration a'), 'Move');
    await session.run('gpt-oss: Open Chat');
    const rows = session.page.locator('.pane-body .monaco-list-row');
    await readsAsWritten(rows.locator('.monaco-highlighted-label'), 'Show details');
    await readsAsWritten(rows.locator('.label-description'), 'Move');
    await session.openFile(named);
    await session.run('gpt-oss: Show Diff of Proposed Edit');
    await readsAsWritten(session.page.locator('.tab.active .label-name'), 'Show details');
  });

  it('a name of a model and the title of a chat are text in the lists', async () => {
    await session.endpoint.reply({ kind: 'text', text: 'Yes.' });
    await session.say(label('Chat'));
    await session.chat.getByText('Yes.').waitFor();
    await session.run('gpt-oss: Chats…');
    const row = session.page.locator('.quick-input-list .monaco-list-row', { hasText: '[Chat]' });
    await readsAsWritten(row.locator('.label-name'), 'Chat');
    await row.hover();
    await row.locator('.action-label[aria-label="Delete"]').click();
    await session.page.keyboard.press('Escape');
    await notification('Chat');
  });

  it('and none of it was run by anything that was clicked', async () => {
    assert.equal(await session.page.locator('.tab', { hasText: /^Untitled-/ }).count(), 0);
  });
});

describe('a key and an address it has never gone to', function () {
  this.timeout(120_000);
  let session: Session;
  const elsewhere = `http://${host}/api/v1`;

  before(async () => {
    session = await Session.open({ environmentKey: testKey, endpointUrl: elsewhere });
    await session.run('gpt-oss: Open Chat');
  });
  after(() => session.dispose());

  it('shows the whole address before anything is sent, and sends nothing on Cancel', async () => {
    await session.say('hello?');
    const dialog = session.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    const text = (await dialog.textContent()) ?? '';
    assert.ok(text.includes(elsewhere) && text.includes('not encrypted'), text);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await session.chat.getByText(`not sent to http://${host}`).first().waitFor();
  });

  it('asks for a key for that server, without the way to a key of another', async () => {
    await session.run('gpt-oss: Set API Key');
    await session.page.locator('.quick-input-message', { hasText: elsewhere }).waitFor();
    assert.equal(await session.page.locator('.quick-input-widget', { hasText: /dataoorts/i }).count(), 0);
    await session.page.keyboard.press('Escape');
  });
});
