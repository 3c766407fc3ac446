import { FileLookup } from './files/fileLookup.ts';
import { post } from '../vscode.ts';

/** Asks the host which of the files that replies name are there. */
export const fileFinder = new FileLookup((paths) => post({ type: 'findFiles', paths }));
