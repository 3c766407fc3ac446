import type { VNode } from 'preact';
import type { ViewMessage } from '../../protocol/messages.ts';
import { slashCommands, type SlashName } from '../../protocol/slashCommands.ts';
import { post } from '../vscode.ts';

/** What can be done with the current file by a button, in this order, as far as there is a command for it. */
const offered: Readonly<Record<string, { readonly icon: string; readonly label: string }>> = {
  'gptOss.explain': { icon: 'book', label: 'Explain' },
  'gptOss.edit': { icon: 'edit', label: 'Edit…' },
  'gptOss.fix': { icon: 'wrench', label: 'Fix Problems' },
  'gptOss.refactor': { icon: 'symbol-structure', label: 'Refactor' },
  'gptOss.document': { icon: 'note', label: 'Document' },
  'gptOss.writeTests': { icon: 'beaker', label: 'Write Tests' },
  'gptOss.insert': { icon: 'insert', label: 'Insert New Code…' },
};

interface FileActionsProps {
  readonly file: string;
  readonly selected: boolean;
}

/** What can be done with the current file. */
export function FileActions({ file, selected }: FileActionsProps): VNode {
  const name = file.slice(file.lastIndexOf('/') + 1);
  return (
    <>
      <h2 title={file}>{selected ? `With the selected lines of ${name}` : `With ${name}, around the cursor`}</h2>
      <ul class="emptyActions">
        {namesOffered().map(({ name: command, icon, label }) => (
          <Action key={command} icon={icon} label={label} message={{ type: 'run', name: command, words: '' }} />
        ))}
      </ul>
    </>
  );
}

function namesOffered(): { readonly name: SlashName; readonly icon: string; readonly label: string }[] {
  return Object.entries(offered).flatMap(([id, looks]) => {
    const command = slashCommands.find((one) => one.command === id);
    return command === undefined ? [] : [{ name: command.name, ...looks }];
  });
}

/** Where there is nothing to work on yet. */
export function NoFile({ workspace }: { readonly workspace: boolean }): VNode {
  return (
    <>
      <h2>{workspace ? 'Open a file to have it explained or changed' : 'No folder is open'}</h2>
      <ul class="emptyActions">
        <Action icon="go-to-file" label="Open File…" message={{ type: 'pickFile' }} />
        {!workspace && <Action icon="folder-opened" label="Open Folder…" message={{ type: 'openFolder' }} />}
      </ul>
    </>
  );
}

interface ActionProps {
  readonly icon: string;
  readonly label: string;
  readonly message: ViewMessage;
}

function Action({ icon, label, message }: ActionProps): VNode {
  return (
    <li>
      <button type="button" class="button secondary" onClick={() => post(message)}>
        <span class={`codicon codicon-${icon}`} aria-hidden="true" />
        {label}
      </button>
    </li>
  );
}
