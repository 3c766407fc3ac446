/**
 * marked turns the tabs at the start of a line inside a list item into spaces, in fenced code too,
 * which spoils Go and make files. So those tabs are swapped for a character that text never holds,
 * one for one, and swapped back when the block is rendered.
 */
const guard = '\uFDD0';
const opener = /^((?:[ \t]*(?:>|[-*+]|\d{1,9}[.)])(?=[ \t]))*[ \t]*)(`{3,}|~{3,})/;

export function guardTabs(source: string): string {
  if (!source.includes('\t') || !/`{3}|~{3}/.test(source) || source.includes(guard)) return source;
  let fence: { readonly indent: string; readonly mark: string } | undefined;
  const lines = source.split('\n').map((line) => {
    if (fence === undefined) {
      const [, before, mark] = opener.exec(line) ?? [];
      if (before !== undefined && mark !== undefined) fence = { indent: before.replace(/\S/g, ' '), mark };
      return line;
    }
    if (closes(line, fence.mark)) {
      fence = undefined;
      return line;
    }
    return guardLine(line, fence.indent);
  });
  return lines.join('\n');
}

export function restoreTabs(text: string): string {
  return text.includes(guard) ? text.replaceAll(guard, '\t') : text;
}

function closes(line: string, mark: string): boolean {
  const text = line.trim();
  return text.startsWith(mark) && text.replaceAll(mark.charAt(0), '') === '';
}

/** Guards the tabs in a code line's own indentation, which begins where that of its fence ends. */
function guardLine(line: string, fenceIndent: string): string {
  const isFenceIndent = (at: number): boolean => line.charAt(at) === ' ' || line.charAt(at) === fenceIndent.charAt(at);
  let start = 0;
  while (start < fenceIndent.length && isFenceIndent(start)) start++;
  const end = start + line.slice(start).search(/[^ \t]|$/);
  return line.slice(0, start) + line.slice(start, end).replaceAll('\t', guard) + line.slice(end);
}
