import { codeContext, type TestContext } from '../../core/chat/prompts/editPrompts.ts';
import { findTestPlace, frameworkIn, manifestsFor } from '../../core/chat/prompts/testLayout.ts';
import { AssistantError } from '../../core/errors.ts';
import type { FilesPort, FoundFile, Target } from '../ports.ts';
import { refusalMessages } from './refusalMessages.ts';

/** Finds where the tests of a target go, with what the model needs to write them as the project does. */
export async function testContext({ document, start, end }: Target, files: FilesPort): Promise<TestContext> {
  const known = await files.list();
  const { path, exists, sample } = findTestPlace(document.path, known);
  const file = await files.find(path, !exists);
  if (file.kind === 'refused')
    throw new AssistantError('editRefused', { said: `${path}: ${refusalMessages[file.reason]}` });
  const example = sample === undefined ? undefined : textOf(await files.find(sample, true));
  const framework = await frameworkOf(document.path, known, files);
  return {
    code: codeContext(document, start, end),
    path: file.path,
    ...(file.kind === 'file' ? { existing: file.text } : {}),
    ...(sample === undefined || example === undefined ? {} : { sample: { path: sample, text: example } }),
    ...(framework === undefined ? {} : { framework }),
  };
}

async function frameworkOf(path: string, known: readonly string[], files: FilesPort): Promise<string | undefined> {
  for (const manifest of manifestsFor(path, known)) {
    const found = frameworkIn(textOf(await files.find(manifest, true)) ?? '');
    if (found !== undefined) return found;
  }
  return undefined;
}

function textOf(file: FoundFile): string | undefined {
  return file.kind === 'file' ? file.text : undefined;
}
