/** More words than this make a search slower without making it better. */
const mostWords = 12;

/** Shorter words stand in every file. */
const shortestWord = 3;

/** Words that questions are made of, and words that say nothing about one place in a program. */
const COMMON = new Set(
  `about after all and any app application are around before between but can change changes class classes code
  codebase could does done each every explain file files find folder for from function functions get give has have
  here how implement implementation implemented into its just kind like list look made make makes many method
  methods module modules more most need not now one only other our out overview package please program project
  reads repo repository see set should show some source stand structure such summarise summarize tell that the
  their them then there these they thing things this those through use used uses using want was way were what when
  where which who whole why will with work workspace works would write you your`.split(/\s+/),
);

/**
 * The words of a question that are worth looking for in the files of a project, in lower case, the most telling first:
 * names as they are written, then the parts of such names, then plain words. At most 12.
 */
export function questionWords(question: string): string[] {
  const names = [...question.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)].map(([name]) => name);
  const parts = names.filter(isCompound).flatMap(partsOf);
  const plain = names.filter((name) => !isCompound(name));
  const all = [...names.filter(isCompound), ...parts, ...plain].map((word) => word.toLowerCase());
  const telling = all.filter((word) => word.length >= shortestWord && !COMMON.has(word));
  return [...new Set(telling)].slice(0, mostWords);
}

/** Whether a word is a name from a program: `readAnswer`, `max_tokens`, `HTTPClient`. */
function isCompound(word: string): boolean {
  return /\p{Ll}\p{Lu}|\p{Lu}{2}\p{Ll}|\w_\w/u.test(word);
}

/** `readHTTPAnswer` and `read_http_answer` are made of `read`, `HTTP` and `answer`. */
function partsOf(name: string): string[] {
  return name
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[\s_$]+/);
}
