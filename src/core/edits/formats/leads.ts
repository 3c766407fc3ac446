/** What the words above a block say about it. */
export type Lead = 'before' | 'maybe-before' | 'after' | 'warning' | 'usage';

const BEFORE = new RegExp(
  [
    '^(?:before|from|old|original|current|currently|existing|find|search(?: for)?|replace|change (?:this|',
    'the|from)|locate|was|vorher|alt|bisher|ersetze|avant|ancien|remplacer?|antes|actual|reemplazar?|buscar|',
    String.raw`prima|было|до|найти|заменить|修改前|原代码|原来|之前|查找|変更前|修正前|検索|변경 전|이전)\b(?: (?:this|these|the|code|version|`,
    'implementation|lines?|block|text|following|changes?))*$|^(?:修改前|原代码|原来|之前|查找|変更前|修正前|検索|было|до|найти|',
    'заменить)(?:的?代码)?$',
  ].join(''),
  'iu',
);
const AFTER = new RegExp(
  [
    '^(?:after|to|new|updated?|fixed|modified|improved|changed|with|by|into|replace(?:d)?(?: (?:it|this|',
    'that|them))? (?:with|by)|replacement|becomes|now|nachher|neu|durch|mit|après|nouveau|par|después|nuevo|',
    String.raw`por|dopo)\b(?: (?:this|these|the|code|version|implementation|lines?|block|text|following|changes?))*$|`,
    '^(?:修改后|新代码|现在|之后|替换为|変更後|修正後|置換|стало|после|заменить на|변경 후|이후)(?:的?代码)?$',
  ].join(''),
  'iu',
);
const WARNING = new RegExp(
  [
    String.raw`^(?:[❌✗✘🚫⛔]|(?:do not|don['’]t|never|avoid)\b|(?:wrong|incorrect|bad|not like this|`,
    'instead of(?: this)?|anti-?pattern|not recommended|falsch|schlecht|mauvais|incorrecto|mal|неправильно|',
    String.raw`плохо|错误|不要|間違い)\b.{0,40}$)`,
  ].join(''),
  'iu',
);
const USAGE = new RegExp(
  [
    '^(?:(?:(?:basic|quick|example) )?usage(?: example)?s?|(?:an? )?(?:quick )?examples?(?: usage|',
    String.raw` of (?:usage|use))?|for example|e\.g\.?|how to (?:use|run|test)(?: it| this)?|(?:run|`,
    '(?:you can )?(?:now |then )?(?:run|use|call|test|invoke) (?:it|the (?:script|function|program|tests?|',
    String.raw`class|app|server|code) (?:like|with|as|using|via))\b.{0,60}|to (?:run|test|use|verify) (?:it|this|`,
    String.raw`the)\b.{0,60})|(?:expected |sample |example )?outputs?|result|verwendung|beispiel|utilisation|exemple|`,
    'uso|ejemplo|использование|пример|使用(?:方法|示例)?|示例|用法|使い方)$',
  ].join(''),
  'iu',
);
const OPTION = new RegExp(
  [
    '^(?:(?:option|approach|alternative|variant|version|solution|method|choice|way|variante|lösung|',
    String.raw`möglichkeit|opción|solución|вариант|способ)\s*(?:#?\s?\d{1,2}|[a-e]|one|two|three)|(?:方案|方法|选项|`,
    String.raw`選択肢)\s*[一二三四\d])(?![\w.])`,
  ].join(''),
  'iu',
);
const ALTERNATIVE = new RegExp(
  [
    '^(?:alternatively|or alternatively|as an alternative|alternative(?:ly)?(?:,|:| approach| solution|',
    ` version|$)|another (?:option|way|approach|possibility)|or,? if you (?:prefer|want|'d rather|`,
    String.raw`would rather)|if you (?:prefer|would rather|'d rather)|alternativ\b|d'autre part|sinon,|`,
    'alternativamente|或者|другой вариант|als alternative)',
  ].join(''),
  'iu',
);

const MARKS = /^(?:[#>*_~\s-]|\d{1,2}[.)]\s|[✅👍✔➡]\uFE0F?)+/u;

/** A line without marks of headings, lists and emphasis, names in backticks or brackets, and the sign at its end. */
function bare(line: string): string {
  return line.slice(0, 400).replace(MARKS, '').replace(/`[^`]*`|\([^()]*\)|[*_]{2}/g, ' ').replace(/\s+/g, ' ')
    .replace(/ (?:in|of|at|for)(?= ?[:.]? ?$)/i, '').trim().replace(/\s*[:：.,]+$/, '').trim();
}

/** Where the change is to be made, before the words that say what it is. */
const PLACE = /^(?:in|inside|within|for|at|then|next|first|now|finally)\b[^,:]{0,80},\s*/i;

/** What a line that stands above a block says about it; undefined for most. */
export function leadOf(line: string): Lead | undefined {
  const text = bare(line).replace(PLACE, '');
  if (text === '' || text.length > 120) return undefined;
  // New code may stand below these as well: what follows decides.
  if (
    /^(?:please )?(?:change|replace|update|modify|edit)$/i.test(text) ||
    (text !== bare(line) && /^replace\b/i.test(text))
  )
    return 'maybe-before';
  if (AFTER.test(text)) return 'after';
  if (BEFORE.test(text)) return 'before';
  if (WARNING.test(text)) return 'warning';
  return USAGE.test(text) ? 'usage' : undefined;
}

/** The name of the choice that a line opens, such as `option 2`; undefined for any other line. */
export function optionOf(line: string): string | undefined {
  if (line.length > 400) return undefined;
  const text = bare(line);
  return OPTION.exec(text)?.[0].toLowerCase() ?? (ALTERNATIVE.test(text) ? 'alternative' : undefined);
}

/** A heading that is not a choice ends the one before. */
export function isHeading(line: string): boolean {
  return /^\s{0,3}#{1,6}\s/.test(line);
}
