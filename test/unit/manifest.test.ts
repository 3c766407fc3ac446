import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  commandIds, contextKeys, defaultSettings, quietLanguages, reviewSchemes, settingsPrefix, views,
} from '../../src/contributions.ts';
import { ranges } from '../../src/client/wire/parameters.ts';

const root = resolve(import.meta.dirname, '../..');

interface Property {
  readonly type: string | readonly string[];
  readonly default: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly scope?: string;
  readonly description?: string;
  readonly markdownDescription?: string;
}

interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly engines: { readonly vscode: string };
  readonly activationEvents: readonly string[];
  readonly enabledApiProposals?: unknown;
  readonly dependencies?: unknown;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly keybindings: readonly { command: string; key: string; when?: string }[];
    readonly submenus: readonly { id: string }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly views: Readonly<Record<string, readonly { id: string }[]>>;
    readonly viewsContainers: Readonly<Record<string, readonly { id: string; icon: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
    readonly languages: readonly { id: string }[];
    readonly grammars: readonly { language: string; scopeName: string; path: string }[];
    readonly walkthroughs: readonly {
      steps: readonly { media: { markdown: string }; completionEvents: readonly string[] }[];
    }[];
  };
}

const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const sorted = (values: Iterable<string>): string[] => [...values].sort();

type Keybinding = Manifest['contributes']['keybindings'][number];

/** The commands, two and two, of which only one can be reached by its keys. */
function clashes(bindings: readonly Keybinding[]): string[] {
  return bindings.flatMap((one, index) =>
    bindings
      .slice(index + 1)
      .filter((other) => other.command !== one.command && meet(one, other))
      .map((other) => `${one.command}, ${other.command}`),
  );
}

function meet(one: Keybinding, other: Keybinding): boolean {
  const [a, b] = [strokes(one.key), strokes(other.key)];
  return (a.startsWith(b) || b.startsWith(a)) && mayBothHold(one.when, other.when);
}

/** Keys in one order of modifiers, each stroke with an end, so that one chord is the beginning of another or is not. */
function strokes(key: string): string {
  return key
    .split(' ')
    .map((stroke) => `${stroke.split('+').sort().join('+')} `)
    .join('');
}

/** Conditions exclude each other where one asks for what the other denies; of an "or" that is not looked into. */
function mayBothHold(a = '', b = ''): boolean {
  const terms = (when: string): string[] => (when.includes('||') ? [] : when.split('&&').map((term) => term.trim()));
  const denied = terms(b).map((term) => (term.startsWith('!') ? term.slice(1) : `!${term}`));
  return !terms(a).some((term) => denied.includes(term));
}

/** Menus that need no proposed API. */
const stableMenus = new Set([
  'commandPalette', 'editor/context', 'editor/title', 'editor/lineNumber/context', 'explorer/context', 'scm/title',
  'terminal/context', 'view/title', 'view/item/context', 'webview/context',
]);

describe('package.json and contributions.ts', () => {
  it('name the same commands', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(commandIds));
    for (const { category, title } of contributes.commands) {
      assert.equal(category, 'gpt-oss');
      assert.ok(title.length > 2);
    }
  });

  it('use only known commands in menus, keybindings and walkthrough', () => {
    const ids = new Set<string>(commandIds);
    const menuCommands = Object.values(contributes.menus).flat().flatMap(({ command }) => command ?? []);
    const keys = contributes.keybindings.map(({ command }) => command);
    const events = contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap((step) => step.completionEvents));
    const named = events
      .filter((event) => event.startsWith('onCommand:'))
      .map((event) => event.slice('onCommand:'.length));
    for (const command of [...menuCommands, ...keys, ...named]) assert.ok(ids.has(command), command);
  });

  it('give no two commands the same keys where both could be meant', () => {
    assert.deepEqual(clashes(contributes.keybindings), []);
    const [a, b] = [{ command: 'a', key: 'ctrl+alt+j t' }, { command: 'b', key: 'alt+ctrl+j t' }];
    assert.deepEqual(clashes([{ ...a, when: 'editorTextFocus' }, { ...b, when: 'editorTextFocus && x' }]), ['a, b']);
    assert.deepEqual(clashes([a, { ...b, key: 'ctrl+alt+j' }]), ['a, b'], 'keys that begin with the keys of another');
    assert.deepEqual(clashes([{ ...a, when: 'inReview' }, { ...b, when: '!inReview && x' }]), []);
  });

  it('name the same settings with the same defaults', () => {
    const declared = Object.entries(contributes.configuration.properties);
    assert.deepEqual(
      Object.fromEntries(declared.map(([key, { default: value }]) => [key, value])),
      Object.fromEntries(Object.entries(defaultSettings).map(([key, value]) => [`${settingsPrefix}.${key}`, value])),
    );
    for (const [key, property] of declared) {
      assert.ok((property.description ?? property.markdownDescription ?? '').length > 20, `${key} is not described`);
    }
  });

  it('give the parameters the documented ranges', () => {
    for (const { setting, min, max, integer } of Object.values(ranges)) {
      const property = contributes.configuration.properties[setting];
      assert.ok(property, setting);
      assert.deepEqual([property.minimum, property.maximum], [min, max], setting);
      assert.ok([property.type].flat().includes(integer ? 'integer' : 'number'), setting);
    }
  });

  it('keep the endpoint out of reach of a workspace', () => {
    const { properties } = contributes.configuration;
    assert.equal(properties['gptOss.endpoint.url']?.scope, 'machine');
    const restricted = new Set(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations);
    for (const key of Object.keys(properties).filter((one) => one.startsWith('gptOss.endpoint')))
      assert.ok(restricted.has(key), key);
    for (const key of restricted) assert.ok(Object.hasOwn(properties, key), key);
  });

  it('name the same views and context keys', () => {
    assert.deepEqual(Object.keys(contributes.views), [views.container]);
    assert.deepEqual(contributes.views[views.container]?.map(({ id }) => id), [views.chat, views.reviews]);
    const clauses = JSON.stringify(contributes).match(/gptOss\.(busy|reviewing|inReview)\b/g) ?? [];
    assert.deepEqual(sorted(new Set(clauses)), sorted(Object.values(contextKeys)));
  });

  it('give each quiet language a grammar that is the one of the language itself', () => {
    assert.deepEqual(contributes.languages.map(({ id }) => id), quietLanguages.map((id) => `gpt-oss-review-${id}`));
    for (const { language, scopeName, path } of contributes.grammars) {
      assert.ok(
        contributes.languages.some(({ id }) => id === language),
        language,
      );
      const grammar = JSON.parse(readFileSync(join(root, path), 'utf8')) as {
        scopeName: string;
        patterns: { include: string }[];
      };
      assert.equal(grammar.scopeName, scopeName);
      assert.deepEqual(grammar.patterns, [{ include: scopeName.replace('.gpt-oss-review', '') }]);
    }
  });

  it('use stable API alone', () => {
    assert.equal(manifest.enabledApiProposals, undefined);
    const submenus = new Set(contributes.submenus.map(({ id }) => id));
    for (const menu of Object.keys(contributes.menus)) assert.ok(stableMenus.has(menu) || submenus.has(menu), menu);
    assert.equal(manifest.engines.vscode, `^${manifest.devDependencies['@types/vscode'] ?? ''}`);
  });

  it('activate on generated events and for the tabs of a review alone, and bundle everything', () => {
    assert.deepEqual(manifest.activationEvents, Object.values(reviewSchemes).map((scheme) => `onFileSystem:${scheme}`));
    assert.equal(manifest.dependencies, undefined);
  });

  it('point at files that exist', () => {
    const files = [
      manifest.icon,
      ...Object.values(contributes.viewsContainers).flat().map(({ icon }) => icon),
      ...contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown)),
    ];
    for (const file of files) assert.ok(existsSync(join(root, file)), file);
  });
});
