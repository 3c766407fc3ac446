import * as vscode from 'vscode';
import type { Problem } from '../../core/chat/prompts/editPrompts.ts';

/** As many as a model can make use of in one go. */
const mostProblems = 50;

const severities = ['error', 'warning', 'info', 'hint'] as const satisfies readonly Problem['severity'][];

/** What the languages say of a stretch, worst first. */
export function problemsIn({ uri }: vscode.TextDocument, range: vscode.Range): Problem[] {
  const found = vscode.languages.getDiagnostics(uri).filter((one) => range.intersection(one.range) !== undefined);
  found.sort((a, b) => a.severity - b.severity || a.range.start.compareTo(b.range.start));
  return found.slice(0, mostProblems).map((one) => ({
    line: one.range.start.line + 1,
    severity: severities[one.severity],
    message: one.message,
    source: [one.source, codeOf(one)].filter((part) => part !== undefined && part !== '').join(' '),
  }));
}

function codeOf({ code }: vscode.Diagnostic): string | undefined {
  const value = typeof code === 'object' ? code.value : code;
  return value === undefined ? undefined : String(value);
}
