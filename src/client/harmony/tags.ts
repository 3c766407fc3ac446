/** Reasoning in tags, as servers of many models leave it in the text: `<think>…</think>`. */
const names = '(?:think|thinking|thought|reasoning)';
const openingTag = new RegExp(`^(?:<${names}>|\\[THINK\\])`);

/** Both kinds of tags with the blanks in front; groups 1 and 2 hold the slash of a closing one. */
export const anyTag = new RegExp(`\\s{0,8}(?:<(/?)${names}>|\\[(/?)THINK\\])`, 'g');

/** What may become a tag, at the end of a text. */
export const partialTag = /(?:\s{1,8}|\s{0,8}(?:<\/?[a-z]{0,9}|\[\/?[A-Z]{0,5}))$/;

const longestTag = '</reasoning>'.length;

/** The opening tag with which `text` begins. `maybe`: prose may begin so too, so that a closing tag has to prove it. */
export function readTag(text: string): { readonly length: number; readonly maybe: boolean } | undefined {
  const [tag] = openingTag.exec(text) ?? [];
  if (tag === undefined) return undefined;
  const next = text.slice(tag.length);
  return { length: tag.length, maybe: /^(?:[ \t]+[\p{Ll}(]|[`"',.;:)\]/])/u.test(next) };
}

/** Whether `text` may still become an opening tag, or is one with nothing behind it that would tell more. */
export function mayBeTag(text: string): boolean {
  if (text.length > longestTag + 2) return false;
  return /^(?:<[a-z]{0,9}|\[T?H?I?N?K?)$/.test(text) || new RegExp(`${openingTag.source}[ \\t]*$`).test(text);
}
