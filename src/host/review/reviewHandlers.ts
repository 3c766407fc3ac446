import * as vscode from 'vscode';
import type { Proposals } from '../../app/edits/proposals.ts';
import { applyReplyArgument, type Handlers, reviewArgument } from '../commands/commands.ts';
import { activeFile } from './reviewDocs.ts';
import type { ReviewRooms } from './reviewParts.ts';

type ReviewCommand =
  | 'gptOss.applyReply'
  | 'gptOss.acceptHunk'
  | 'gptOss.rejectHunk'
  | 'gptOss.acceptAll'
  | 'gptOss.rejectAll'
  | 'gptOss.acceptChecked'
  | 'gptOss.rejectChecked'
  | 'gptOss.nextHunk'
  | 'gptOss.previousHunk'
  | 'gptOss.openReview'
  | 'gptOss.openDiff'
  | 'gptOss.openFile'
  | 'gptOss.openChanges';

/** The commands of a review. */
export function reviewHandlers(
  { commands, tree, reviews, ui }: ReviewRooms,
  proposals: Proposals,
): Pick<Handlers, ReviewCommand> {
  return {
    'gptOss.applyReply': (argument) => applyReply(argument, proposals),
    'gptOss.acceptHunk': (argument) => commands.acceptHunk(reviewArgument(argument)),
    'gptOss.rejectHunk': (argument) => commands.rejectHunk(reviewArgument(argument)),
    'gptOss.acceptAll': (argument) => commands.acceptAll(reviewArgument(argument)),
    'gptOss.rejectAll': (argument) => commands.rejectAll(reviewArgument(argument)),
    'gptOss.acceptChecked': () => commands.acceptFiles(tree.checked),
    'gptOss.rejectChecked': () => commands.rejectFiles(tree.checked),
    'gptOss.nextHunk': (argument) => commands.step(reviewArgument(argument), 1),
    'gptOss.previousHunk': (argument) => commands.step(reviewArgument(argument), -1),
    'gptOss.openReview': (argument) => commands.openReview(reviewArgument(argument)),
    'gptOss.openDiff': (argument) => commands.openDiff(reviewArgument(argument)),
    'gptOss.openFile': (argument) => commands.openFile(reviewArgument(argument)),
    'gptOss.openChanges': () => ui.openFiles(reviews.open.map(({ uri }) => uri)),
  };
}

/** Resolves with plain data, as a caller outside the extension needs it. */
async function applyReply(argument: unknown, proposals: Proposals): Promise<unknown> {
  const { text, uri } = applyReplyArgument(argument);
  const reply = text ?? (await vscode.env.clipboard.readText());
  const { files, refused } = await proposals.applyReply(
    { text: reply, ...(uri === undefined ? {} : { uri }) },
    activeFile(),
  );
  return { files, refused };
}
