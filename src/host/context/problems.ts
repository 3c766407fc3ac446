import * as vscode from 'vscode';
import type { Attachment } from '../../core/chat/conversation.ts';
import type { RefOf } from '../../core/context/refs.ts';
import { shownPath } from '../editor/editor.ts';
import { refuse, textAttachment } from './attach.ts';

/** Most problems that go along. */
const mostProblems = 200;

const names: Readonly<Record<vscode.DiagnosticSeverity, string>> = {
  [vscode.DiagnosticSeverity.Error]: 'error',
  [vscode.DiagnosticSeverity.Warning]: 'warning',
  [vscode.DiagnosticSeverity.Information]: 'info',
  [vscode.DiagnosticSeverity.Hint]: 'hint',
};

/** One line per problem, the worst first: `src/app.ts:3:5: error: words (source code)`. */
export function readProblems({ uri, path }: RefOf<'problems'>): Attachment {
  const found = problemsOf(uri);
  if (found.length === 0)
    throw refuse(path === '' ? 'There are no problems in the workspace.' : `There are no problems in ${path}.`);
  found.sort(([, a], [, b]) => a.severity - b.severity);
  const lines = found.slice(0, mostProblems).map(([file, one]) => problemLine(file, one));
  const left = found.length - lines.length;
  return textAttachment(
    { path, uri, origin: 'problems' },
    [...lines, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n'),
  );
}

/** How many problems there are in a file, or in all where `uri` is empty; hints are none. */
export function countProblems(uri: string): number {
  return problemsOf(uri).length;
}

function problemsOf(uri: string): [vscode.Uri, vscode.Diagnostic][] {
  const all =
    uri === ''
      ? vscode.languages.getDiagnostics()
      : [[vscode.Uri.parse(uri, true), vscode.languages.getDiagnostics(vscode.Uri.parse(uri, true))] as const];
  return all.flatMap(([file, problems]) =>
    problems
      .filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint)
      .map((problem): [vscode.Uri, vscode.Diagnostic] => [file, problem]),
  );
}

function problemLine(file: vscode.Uri, { range, severity, message, source, code }: vscode.Diagnostic): string {
  const id = typeof code === 'object' ? code.value : code;
  const from = [source, id].filter((part) => part !== undefined && part !== '').join(' ');
  const place = `${shownPath(file)}:${range.start.line + 1}:${range.start.character + 1}`;
  return `${place}: ${names[severity]}: ${message.replaceAll('\n', ' ')}${from === '' ? '' : ` (${from})`}`;
}
