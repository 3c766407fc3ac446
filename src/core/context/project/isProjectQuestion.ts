/** What a question calls the project as a whole. */
const WHOLE =
  /\b(?:this|the|my|our|whole|entire|in) (?:project|repo(?:sitory)?|code ?base|workspace|app(?:lication)?|program)\b/i;

/** Questions that look for a place nobody has named yet. */
const SEARCHING = new RegExp(
  String.raw`\b(?:${[
    String.raw`where (?:is|are|do(?:es)?|can i find)`,
    String.raw`which (?:file|module|class|function|part|folder)s?`,
    String.raw`what (?:files|modules|parts)|who calls`,
    String.raw`how (?:is|are) .{1,60} (?:organi[sz]ed|structured|built|wired|tested)`,
    String.raw`give me an overview|architecture`,
  ].join('|')})\b`,
  'i',
);

/** What points at code at hand rather than at the project. */
const AT_HAND =
  /\b(?:this|the selected|these) (?:file|code|function|method|class|line|lines|selection|component|test)\b/i;

/** Whether a question plainly asks about the project as a whole, so that a map of it would help to answer. */
export function isProjectQuestion(question: string): boolean {
  return WHOLE.test(question) || (SEARCHING.test(question) && !AT_HAND.test(question));
}
