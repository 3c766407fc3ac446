import type { FileRefusal, RefusedPart } from '../ports.ts';

/** Why a file is left alone, in words. What lies in the reply itself has its words in `core/edits`. */
export const refusalMessages: Readonly<Record<FileRefusal | 'file-exists', string>> = {
  'outside-workspace': 'The file is outside the open folder; open it in an editor first if you mean it.',
  'read-only': 'The file is read-only; make it writable first.',
  binary: 'The file is not a text file.',
  'too-large': 'The file is larger than an editor can show whole.',
  encoding: 'The file is not in UTF-8; open it and choose its encoding, then try again.',
  characters: 'The edit has characters that the encoding of the file cannot write; save the file with UTF-8 first.',
  notebook: 'A notebook is edited by its cells; place the cursor in the cell and ask there.',
  'ambiguous-path': 'Several files end in this path; open the right one and try again.',
  folder: 'This is a folder, not a file.',
  'too-many-files':
    'The reply names more files than are looked for at once; apply its blocks one by one, or ask for fewer files.',
  'file-exists': 'A file of the new name exists already; move one of the two by hand.',
};

/** What was refused of a reply, in one or two sentences. */
export function refusedWords(refused: readonly RefusedPart[], someOpened: boolean): string {
  const [first] = refused;
  const said = `${first?.path === undefined ? '' : `${first.path}: `}${first?.message ?? ''}`;
  if (refused.length === 1) return someOpened ? `One change was not placed. ${said}` : said;
  const what = someOpened ? `${refused.length} changes were not placed` : 'None of the changes was placed';
  return `${what}. The first: ${said}`;
}
