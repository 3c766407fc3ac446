import { post } from '../vscode.ts';

/** How VS Code names what is dragged from the explorer or a tab; the second is every system's own. */
const types = ['application/vnd.code.uri-list', 'text/uri-list'] as const;

/** Takes files and folders dropped anywhere on the page; `onOver` tells whether some are being held over it. */
export function takeDrops(page: Document, onOver: (over: boolean) => void): void {
  page.addEventListener('dragover', (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    onOver(true);
  });
  page.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) onOver(false);
  });
  page.addEventListener('drop', (event) => {
    onOver(false);
    const uris = urisOf(event);
    if (uris.length === 0) return;
    event.preventDefault();
    post({ type: 'dropped', uris });
  });
}

function holdsFiles({ dataTransfer }: DragEvent): boolean {
  return types.some((type) => dataTransfer?.types.includes(type) === true);
}

/** One address a line; lines that begin with `#` are comments (RFC 2483). */
function readUriList(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

function urisOf({ dataTransfer }: DragEvent): string[] {
  const lists = types.map((type) => dataTransfer?.getData(type) ?? '');
  return readUriList(lists.find((list) => list !== '') ?? '');
}
