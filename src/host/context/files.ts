import * as vscode from 'vscode';

/** Most files listed for a search; a workspace with more is asked again with the words typed. */
export const mostListed = 20_000;

/** Files that VS Code shows and searches: `files.exclude` counts by itself, `search.exclude` is added. */
export async function findFiles(include: vscode.GlobPattern, most: number, signal?: AbortSignal): Promise<vscode.Uri[]> {
  const cancel = new vscode.CancellationTokenSource();
  const stop = (): void => cancel.cancel();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await vscode.workspace.findFiles(include, searchExcludes(), most, cancel.token);
  } finally {
    signal?.removeEventListener('abort', stop);
    cancel.dispose();
  }
}

export function filesBelow(folder: vscode.Uri, most: number): Promise<vscode.Uri[]> {
  return findFiles(new vscode.RelativePattern(folder, '**/*'), most);
}

function searchExcludes(): string | undefined {
  const patterns = Object.entries(vscode.workspace.getConfiguration('search').get<Record<string, unknown>>('exclude') ?? {});
  const on = patterns.filter(([, value]) => value === true).map(([pattern]) => pattern);
  return on.length === 0 ? undefined : `{${on.join(',')}}`;
}
