import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';
import type { StandIn } from '../../support/endpoint/standIn.ts';
import { startEndpoint } from '../../support/endpoint/startEndpoint.ts';
import { artifacts } from '../../support/run/paths.ts';
import { until } from '../../support/until.ts';
import { installServer } from '../../support/vscode/install.ts';
import { type RunningServer, startServer } from '../../support/vscode/server.ts';
import { type Settings, type Theme, themes } from '../../support/vscode/settings.ts';
import { installPackage } from '../../support/vscode/vsix.ts';
import { openWorkbench, type Size, type Workbench } from '../../support/vscode/workbench.ts';
import { makeWorkspace, type Workspace, type WorkspaceFiles } from '../../support/vscode/workspace.ts';

export interface SessionOptions {
  readonly files?: WorkspaceFiles;
  readonly settings?: Settings;
  readonly theme?: Theme;
  readonly size?: Size;
  /** Opens the folder in Restricted Mode. */
  readonly restricted?: boolean;
  /** Key in the extension host's environment; none by default, so that a test sets it as a person would. */
  readonly environmentKey?: string;
  /** Address of the endpoint in the settings of the machine; by default the stand-in's. */
  readonly endpointUrl?: string;
}

export const testKey = 'sk-test-0123456789';

function chatIn(page: Page): FrameLocator {
  return page.frameLocator('iframe.webview.ready').frameLocator('iframe');
}

async function textsUnder(folder: string, ending: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return Promise.all(names.filter((name) => name.endsWith(ending)).map((name) => readFile(join(folder, name), 'utf8')));
}

let installed: Promise<string> | undefined;

/** A folder with the packaged extension in it: the run that started this process has one, or it is made now. */
function installedExtension(vscodeDir: string): Promise<string> {
  const given = process.env['GPT_OSS_TEST_EXTENSIONS'];
  installed ??= given === undefined ? installNow(vscodeDir) : Promise.resolve(given);
  return installed;
}

async function installNow(vscodeDir: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'gpt-oss-extension-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  await installPackage(vscodeDir, dir);
  return dir;
}

interface Parts {
  readonly endpoint: StandIn;
  readonly workspace: Workspace;
  readonly workbench: Workbench;
  readonly server: RunningServer;
}

/** A VS Code with the packaged extension installed, its stand-in endpoint, and a person's hands and eyes. */
export class Session {
  readonly endpoint: StandIn;
  readonly workspace: Workspace;
  readonly page: Page;
  readonly #workbench: Workbench;
  readonly #server: RunningServer;

  private constructor({ endpoint, workspace, workbench, server }: Parts) {
    this.endpoint = endpoint;
    this.workspace = workspace;
    this.page = workbench.page;
    this.#workbench = workbench;
    this.#server = server;
  }

  static async open(options: SessionOptions = {}): Promise<Session> {
    const vscodeDir = await installServer();
    const endpoint = await startEndpoint({ key: testKey });
    const workspace = await makeWorkspace(options.files === undefined ? {} : { files: options.files });
    const server = await startServer({
      vscodeDir,
      extensionsFrom: await installedExtension(vscodeDir),
      theme: options.theme ?? 'dark',
      restricted: options.restricted ?? false,
      settings: {
        'editor.minimap.enabled': false,
        'files.autoSave': 'off',
        'editor.occurrencesHighlight': 'off',
        ...options.settings,
      },
      machineSettings: { 'gptOss.endpoint.url': options.endpointUrl ?? endpoint.dataoortsUrl },
      env: { DATAOORTS_API_KEY: options.environmentKey },
    });
    const workbench = await openWorkbench({
      url: server.url,
      folder: workspace.folder,
      ...(options.size === undefined ? {} : { size: options.size }),
    });
    const session = new Session({ endpoint, workspace, workbench, server });
    await session.#contributed();
    return session;
  }

  async dispose(): Promise<void> {
    await this.#workbench.close();
    await this.#server.stop();
    await this.endpoint.stop();
    await this.workspace.remove();
  }

  /**
   * Loads the window anew; first waits until all of `stored` is among what VS Code and its extensions have written
   * down.
   */
  async reload(...stored: readonly string[]): Promise<void> {
    await this.#workbench.reload(...stored);
    await this.#contributed();
  }

  /**
   * Has VS Code load the window anew: it then writes down which editors are open, which a page that just goes does not.
   */
  async reloadWindow(): Promise<void> {
    await this.#workbench.next(() => this.run('Developer: Reload Window'));
    await this.#contributed();
  }

  /** Ends the process that runs the extension, as soon as `stored` is in the file of a chat. */
  async killExtensionHost(stored: string): Promise<void> {
    const chats = dirname(this.#server.userDir);
    await until(async () => (await textsUnder(chats, '.jsonl')).some((text) => text.includes(stored)));
    const hosts = await this.#server.extensionHosts();
    if (hosts.length === 0) throw new Error('No extension host runs.');
    for (const pid of hosts) process.kill(pid, 'SIGKILL');
  }

  /** Opens the workspace in another window; gives the chat in it. */
  async secondWindow(): Promise<FrameLocator> {
    const page = await this.#workbench.context.newPage();
    await page.goto(this.page.url());
    await page.locator('.activitybar .action-label[aria-label*="gpt-oss" i]').first().click();
    return chatIn(page);
  }

  /** The window may be ready before it has read what extensions contribute; the palette would not know our commands. */
  async #contributed(): Promise<void> {
    await this.page.locator('.activitybar .action-label[aria-label*="gpt-oss" i]').first().waitFor();
  }

  get console(): readonly string[] {
    return this.#workbench.logs;
  }

  /** Runs a command by its title, through the palette. */
  async run(title: string): Promise<void> {
    await this.#openPalette(`>${title}`);
    await this.#take(title);
  }

  /** As a person would: where something else took the focus at that moment and the palette closed, once more. */
  async #openPalette(text: string): Promise<void> {
    for (let left = 3; ; left--) {
      await this.page.keyboard.press('F1');
      const filled = await this.input.fill(text, { timeout: left > 1 ? 5_000 : 30_000 }).then(
        () => true,
        (failure: unknown) => {
          if (left === 1) throw failure;
          return false;
        },
      );
      if (filled) return;
    }
  }

  /** Takes the entry that reads so. */
  async #take(text: string): Promise<void> {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
    await this.page
      .locator('.quick-input-list .monaco-list-row', { hasText: text })
      .first()
      .waitFor({ state: 'hidden' });
  }

  /** The box of the palette, of a question or of a key. */
  get input(): Locator {
    return this.page.locator('.quick-input-widget input');
  }

  /** Waits for the box with this title, types and confirms. */
  async answer(title: string | RegExp, text: string): Promise<void> {
    await this.page.locator('.quick-input-title', { hasText: title }).waitFor();
    await this.input.fill(text);
    await this.input.press('Enter');
    await this.page.locator('.quick-input-title', { hasText: title }).waitFor({ state: 'hidden' });
  }

  /** Takes an entry of the list that is open. */
  async choose(text: string): Promise<void> {
    await this.#take(text);
  }

  /** Opens the context menu of something and goes through it to the last entry named. */
  async menu(of: Locator, ...labels: readonly string[]): Promise<void> {
    await of.click({ button: 'right' });
    for (const label of labels) {
      const entry = this.page.locator('.monaco-menu .action-item', {
        has: this.page.locator(`> .action-menu-item > .action-label[aria-label^="${label}"]`),
      });
      await entry.hover();
      // Confirmed by key: for a moment after it has opened, a menu takes no click.
      await entry.and(this.page.locator('.focused')).waitFor();
      await this.page.keyboard.press('Enter');
    }
    await this.page.locator('.monaco-menu').first().waitFor({ state: 'detached' });
  }

  /** A file or folder in the explorer. */
  explorer(name: string): Locator {
    return this.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    await this.input.waitFor();
    await this.input.fill(name);
    // Clicked, not confirmed with Enter: until the list is filtered, another entry has the focus.
    await this.page.locator(`.quick-input-list .monaco-list-row[aria-label^="${name}"]`).first().click();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
    await this.editor.waitFor();
  }

  /** The editor in front. */
  get editor(): Locator {
    return this.page.locator('.editor-group-container.active .monaco-editor .view-lines').first();
  }

  /** Selects whole lines, counted from 1, by keyboard. */
  async selectLines(first: number, last: number): Promise<void> {
    await this.goToLine(first);
    for (let line = first; line < last; line++) await this.page.keyboard.press('Shift+ArrowDown');
    await this.page.keyboard.press('Shift+End');
    await this.page.locator('.statusbar-item', { hasText: /selected/ }).waitFor();
  }

  async goToLine(line: number): Promise<void> {
    await this.page.keyboard.press('Control+g');
    await this.input.waitFor();
    await this.input.fill(`:${line}:1`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col 1` }).waitFor();
  }

  /** The chat's own document, inside the two frames VS Code puts around it. */
  get chat(): FrameLocator {
    return chatIn(this.page);
  }

  /** The same as a frame in which script can be run. */
  async chatFrame(): Promise<Frame> {
    const frame = await (await this.chat.locator('#app').elementHandle({ timeout: 30_000 })).ownerFrame();
    if (frame === null) throw new Error('The chat has no frame of its own.');
    return frame;
  }

  /** Makes the side bar so wide that the chat is `width` pixels wide. */
  async chatWidth(width: number): Promise<void> {
    const frame = await this.chatFrame();
    const edge = async (): Promise<number> => {
      const box = await this.page.locator('.part.sidebar').boundingBox();
      return (box?.x ?? 0) + (box?.width ?? 0);
    };
    const from = await edge();
    await this.page.mouse.move(from, 400);
    await this.page.mouse.down();
    await this.page.mouse.move(from + width - (await frame.evaluate(() => innerWidth)), 400, { steps: 4 });
    await this.page.mouse.up();
    await frame.waitForFunction((wanted) => Math.abs(innerWidth - wanted) <= 8, width);
  }

  /** Sends a message in the chat, as soon as the chat takes one. */
  async say(text: string): Promise<void> {
    const field = this.chat.locator('textarea');
    await field.fill(text);
    // Enter does nothing before the view has heard from the extension, and while a reply is on its way.
    await this.chat.getByRole('button', { name: 'Send' }).click({ trial: true });
    await field.press('Enter');
  }

  /** Begins a conversation, and waits until the view shows that it is empty. */
  async newChat(): Promise<void> {
    await this.run('gpt-oss: New Chat');
    await this.chat.locator('.empty').waitFor();
  }

  /**
   * Drags from the middle of one thing to the middle of another; with Shift held, VS Code lets a webview have the drop.
   */
  async dragWithShift(from: Locator, to: Locator): Promise<void> {
    const [start, end] = [await middle(from), await middle(to)];
    await this.page.mouse.move(start.x, start.y);
    await this.page.mouse.down();
    await this.page.mouse.move(start.x + 12, start.y + 12, { steps: 3 });
    await this.page.keyboard.down('Shift');
    await this.page.mouse.move(end.x - 5, end.y - 5, { steps: 8 });
    await this.page.mouse.move(end.x, end.y, { steps: 4 });
    await this.page.mouse.up();
    await this.page.keyboard.up('Shift');
  }

  /** Changes the colour theme; resolves when the chat has it. */
  async setTheme(theme: Theme): Promise<void> {
    const { id, label } = themes[theme];
    await this.run('Preferences: Color Theme');
    await this.input.fill(label);
    await this.choose(label);
    await this.chat.locator(`body[data-vscode-theme-id="${id}"]`).waitFor();
  }

  /** Writes what the window shows, what was done in it, and what all parts of the session have said, into a folder. */
  async keepEvidence(folder: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'window.log'), this.console.join('\n'));
    await writeFile(join(folder, 'server.log'), this.#server.output());
    await writeFile(join(folder, 'requests.json'), JSON.stringify(this.endpoint.recorded, null, 2));
    await cp(this.#server.logDir, join(folder, 'logs'), { recursive: true }).catch(() => undefined);
    await this.page.screenshot({ path: join(folder, 'screenshot.png') });
    const { tracing } = this.#workbench.context;
    await tracing.stopChunk({ path: join(folder, 'trace.zip') });
    await tracing.startChunk();
  }

  fileText(name: string): Promise<string> {
    return readFile(this.workspace.path(name), 'utf8');
  }

  async screenshot(name: string): Promise<string> {
    const path = join(artifacts, 'screenshots', `${name}.png`);
    await mkdir(join(artifacts, 'screenshots'), { recursive: true });
    await this.page.screenshot({ path });
    return path;
  }
}

async function middle(thing: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await thing.boundingBox();
  if (box === null) throw new Error('It cannot be seen.');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}
