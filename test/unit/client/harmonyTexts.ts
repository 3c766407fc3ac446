import type { HarmonyReading } from '../../../src/client/harmony.ts';

export interface HarmonyExample {
  readonly title: string;
  readonly text: string;
  readonly reading: HarmonyReading;
}

const nothing: HarmonyReading = { answer: '', reasoning: '', preambles: [], toolCalls: [], leaked: true };

function leak(title: string, text: string, found: Partial<HarmonyReading>): HarmonyExample {
  return { title, text, reading: { ...nothing, ...found } };
}

const call = (name: string, rawArguments: string) => ({ toolCalls: [{ name, rawArguments }] });

const fencedConversation =
  'A conversation:\n\n```text\n<|start|>user<|message|>Hi<|end|>\n' +
  '<|start|>assistant<|channel|>final<|message|>Hello<|return|>\n```\n\nThat is all.';

export const leaks: readonly HarmonyExample[] = [
  leak(
    'whole',
    '<|start|>assistant<|channel|>analysis<|message|>Think.<|end|><|start|>assistant<|channel|>final<|message|>' +
    'Hi there<|return|>',
    { reasoning: 'Think.', answer: 'Hi there' },
  ),
  leak(
    "whole, without the prompt's part",
    '<|channel|>analysis<|message|>Think.<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>',
    { reasoning: 'Think.', answer: 'Hi' },
  ),
  leak('no terminator at the end', '<|channel|>final<|message|>Hi', { answer: 'Hi' }),
  leak('reasoning cut off', '<|channel|>analysis<|message|>Think', { reasoning: 'Think' }),
  leak('marker cut off', '<|channel|>analysis<|message|>Think.<|end|><|start|>assistant<|chan', {
    reasoning: 'Think.',
  }),
  leak('role cut off', '<|channel|>analysis<|message|>Think.<|end|><|start|>assis', { reasoning: 'Think.' }),
  leak(
    'no end before the next start',
    '<|channel|>analysis<|message|>Think.<|start|>assistant<|channel|>final<|message|>Hi',
    { reasoning: 'Think.', answer: 'Hi' },
  ),
  leak('no end and no start', '<|channel|>analysis<|message|>Think.<|channel|>final<|message|>Hi', {
    reasoning: 'Think.',
    answer: 'Hi',
  }),
  leak('bare text after the end', '<|channel|>analysis<|message|>Think.<|end|>The answer is 4.', {
    reasoning: 'Think.',
    answer: 'The answer is 4.',
  }),
  leak('bare text after the role', '<|channel|>analysis<|message|>Think.<|end|><|start|>assistantThe answer', {
    reasoning: 'Think.',
    answer: 'The answer',
  }),
  leak("bare text that begins with a channel's name", '<|channel|>analysis<|message|>Think.<|end|>final answer: 4', {
    reasoning: 'Think.',
    answer: 'final answer: 4',
  }),
  leak(
    'channel without message marker',
    '<|channel|>analysis<|message|>Think.<|end|><|start|>assistant<|channel|>final Hello',
    { reasoning: 'Think.', answer: 'Hello' },
  ),
  leak('channel marker lost', 'analysis<|message|>Think.<|end|><|start|>assistant<|channel|>final<|message|>Hi', {
    reasoning: 'Think.',
    answer: 'Hi',
  }),
  leak('start marker lost', 'assistant<|channel|>final<|message|>Hi<|return|>', { answer: 'Hi' }),
  leak('channel marker lost behind the role', '<|start|>assistantfinal<|message|>Hi', { answer: 'Hi' }),
  leak('message alone', '<|message|>Hi<|return|>', { answer: 'Hi' }),
  leak('no channel', '<|start|>assistant<|message|>Hi<|end|>', { answer: 'Hi' }),
  leak('unknown channel', '<|channel|>thought<|message|>Hi<|end|>', { answer: 'Hi' }),
  leak('terminator alone', '<|return|>', {}),
  leak('terminator behind an answer', 'Hello!<|return|>', { answer: 'Hello!' }),
  leak('terminator behind a fence', '```js\na();\n```<|return|>', { answer: '```js\na();\n```' }),
  leak('terminators behind an answer', 'Hello!<|end|><|return|>', { answer: 'Hello!' }),
  leak('terminator in front', '<|end|><|start|>assistant<|channel|>final<|message|>Hi', { answer: 'Hi' }),
  leak(
    'two final messages',
    '<|channel|>final<|message|>One<|end|><|start|>assistant<|channel|>final<|message|>Two<|return|>',
    { answer: 'One\n\nTwo' },
  ),
  leak(
    'blanks between messages',
    '\n<|channel|>analysis<|message|>Think.<|end|>\n\n<|start|>assistant<|channel|>final<|message|>Hi<|return|>\n',
    { reasoning: 'Think.', answer: 'Hi' },
  ),
  leak('final with a content type', '<|channel|>final <|constrain|>json<|message|>{"a":1}<|return|>', {
    answer: '{"a":1}',
  }),
  leak("somebody else's turn", '<|channel|>final<|message|>Hi<|end|><|start|>user<|message|>And now?<|end|>', {
    answer: 'Hi',
  }),
  leak(
    'preamble',
    '<|channel|>commentary<|message|>I look it up.<|end|><|start|>assistant<|channel|>' +
    'commentary to=functions.read_file <|constrain|>json<|message|>{"path":"a"}<|call|>',
    { preambles: ['I look it up.'], ...call('functions.read_file', '{"path":"a"}') },
  ),
  leak(
    'call, recipient in the channel part',
    '<|channel|>commentary to=functions.read_file <|constrain|>json<|message|>{"path":"a"}<|call|>',
    call('functions.read_file', '{"path":"a"}'),
  ),
  leak(
    'call, recipient in the role part',
    '<|start|>assistant to=functions.read_file<|channel|>commentary json<|message|>{"path":"a"}<|call|>',
    call('functions.read_file', '{"path":"a"}'),
  ),
  leak(
    'call, recipient first',
    ' to=functions.read_file<|channel|>commentary <|constrain|>json<|message|>{"path":"a"}<|call|>',
    call('functions.read_file', '{"path":"a"}'),
  ),
  leak(
    'call, channel named twice',
    '<|channel|>commentary to=functions.read_file<|channel|>commentary json<|message|>{}<|call|>',
    call('functions.read_file', '{}'),
  ),
  leak(
    'call without message marker',
    '<|channel|>commentary to=functions.read_file <|constrain|>json{"path":"a"}<|call|>',
    call('functions.read_file', '{"path":"a"}'),
  ),
  leak(
    'call, cut off',
    '<|channel|>commentary to=functions.read_file<|message|>{"path":"a',
    call('functions.read_file', '{"path":"a'),
  ),
  leak(
    'call with markers in a string',
    '<|channel|>commentary to=functions.write<|message|>{"text":"<|start|>user<|message|>Hi<|end|><|start|>' +
    'assistant<|channel|>final<|message|>\\"x"}<|call|>',
    call(
      'functions.write',
      '{"text":"<|start|>user<|message|>Hi<|end|><|start|>assistant<|channel|>final<|message|>\\"x"}',
    ),
  ),
  leak(
    'call on the analysis channel',
    '<|channel|>analysis to=python code<|message|>print(1)<|call|>',
    call('python', 'print(1)'),
  ),
  leak(
    'call behind a plain answer',
    'I look it up.<|end|><|start|>assistant<|channel|>commentary to=functions.a<|message|>{}<|call|>',
    { answer: 'I look it up.', ...call('functions.a', '{}') },
  ),
  leak(
    'call on its own line behind a plain answer',
    'I look it up.\n<|start|>assistant<|channel|>commentary to=functions.a<|message|>{}<|call|>',
    { answer: 'I look it up.\n', ...call('functions.a', '{}') },
  ),
  leak('stripped', 'analysisWe need to greet.assistantfinalHello', { reasoning: 'We need to greet.', answer: 'Hello' }),
  leak('stripped, name-like first word', 'analysisUser: greet me.assistantfinalHello', {
    reasoning: 'User: greet me.',
    answer: 'Hello',
  }),
  leak('stripped, lower-case answer', 'analysisUser wants pong.assistantfinalpong', {
    reasoning: 'User wants pong.',
    answer: 'pong',
  }),
  leak('stripped, answer is a fence', 'analysisNeed code. Give it.assistantfinal```js\na()\n```', {
    reasoning: 'Need code. Give it.',
    answer: '```js\na()\n```',
  }),
  leak('stripped, answer is quoted as the reasoning was', 'analysisReply "Hi"assistantfinalHi', {
    reasoning: 'Reply "Hi"',
    answer: 'Hi',
  }),
  leak(
    'stripped, three messages',
    'analysisWe plan.assistantcommentaryI look it up.assistantanalysisNow answer.assistantfinalDone',
    { reasoning: 'We plan.\n\nNow answer.', preambles: ['I look it up.'], answer: 'Done' },
  ),
  leak('stripped call', 'analysisNeed the file.assistantcommentary to=functions.read_file json{"path":"a"}', {
    reasoning: 'Need the file.',
    ...call('functions.read_file', '{"path":"a"}'),
  }),
  leak(
    'stripped call, blanks lost',
    'analysisNeed the file.assistantcommentaryto=functions.read_filejson{"path":"a"}',
    { reasoning: 'Need the file.', ...call('functions.read_file', '{"path":"a"}') },
  ),
  leak(
    'stripped call, recipient in the role part',
    'analysisNeed it.assistant to=functions.read_filecommentary json{"path":"a"}',
    { reasoning: 'Need it.', ...call('functions.read_file', '{"path":"a"}') },
  ),
  leak(
    'stripped call alone',
    'commentary to=functions.read_file json{"path":"a"}',
    call('functions.read_file', '{"path":"a"}'),
  ),
  leak(
    'stripped call, then the answer',
    'analysisNeed it.assistantcommentary to=functions.a json{"x":"assistantfinalNo"}assistantfinalDone',
    { reasoning: 'Need it.', answer: 'Done', ...call('functions.a', '{"x":"assistantfinalNo"}') },
  ),
  leak('half stripped', '<|channel|>analysis<|message|>Think.assistantfinalHello', {
    reasoning: 'Think.',
    answer: 'Hello',
  }),
  leak(
    'stripped in front only',
    'analysisNeed thought.<|end|><|start|>assistant<|channel|>final<|message|>Hi<|return|>',
    { reasoning: 'Need thought.', answer: 'Hi' },
  ),
  leak('stripped, cut off in the reasoning', 'analysisWe need to think about', { reasoning: 'We need to think about' }),
  leak('stripped final alone', 'assistantfinalHello', { answer: 'Hello' }),
  leak('fenced markers in a final message', `<|channel|>final<|message|>${fencedConversation}<|return|>`, {
    answer: fencedConversation,
  }),
  leak(
    'quoted markers in a final message',
    '<|channel|>final<|message|>Messages end with `<|end|>` or <|return|>, never both.<|return|>',
    { answer: 'Messages end with `<|end|>` or <|return|>, never both.' },
  ),
  leak(
    'quoted markers in reasoning',
    '<|channel|>analysis<|message|>They ask about `<|end|>` and the <|return|> token.<|end|><|start|>' +
    'assistant<|channel|>final<|message|>Hi',
    { reasoning: 'They ask about `<|end|>` and the <|return|> token.', answer: 'Hi' },
  ),
  leak('operators in a final message', '<|channel|>final<|message|>xs |> f <| y, a <|> b<|return|>', {
    answer: 'xs |> f <| y, a <|> b',
  }),
  leak(
    'fence left open in reasoning',
    '<|channel|>analysis<|message|>Write:\n```\ncode\nok<|end|><|start|>assistant<|channel|>final<|message|>Hi',
    { reasoning: 'Write:\n```\ncode\nok', answer: 'Hi' },
  ),
  leak("another model's end token", 'Hello<|endoftext|>', { answer: 'Hello' }),
  leak(
    'first marker torn',
    'channel|>analysis<|message|>Think.<|end|><|start|>assistant<|channel|>final<|message|>Hi',
    { reasoning: 'Think.', answer: 'Hi' },
  ),
  leak(
    'heads on lines of their own',
    '<|channel|>analysis\n<|message|>Think.<|end|>\n<|start|>assistant\n<|channel|>final\n<|message|>Hi',
    { reasoning: 'Think.', answer: 'Hi' },
  ),
  leak('role on a line of its own', 'assistant\n<|channel|>final<|message|>Hi', { answer: 'Hi' }),
  leak('start twice', '<|start|>assistant<|start|>assistant<|channel|>final<|message|>Hi', { answer: 'Hi' }),
  leak('an empty final message first', '<|channel|>final<|message|><|channel|>final<|message|>Hi', { answer: 'Hi' }),
  leak('a channel changed before its message', '<|channel|>analysis<|channel|>final<|message|>Hi', { answer: 'Hi' }),
  leak('nothing but a head', '<|start|>assistant<|channel|>analysis<|message|>', {}),
  leak('commentary for the user', '<|channel|>commentary to=user<|message|>Hi<|end|>', { preambles: ['Hi'] }),
  leak(
    'a made-up result of a tool',
    '<|channel|>commentary to=functions.a<|message|>{"x":1}<|end|><|start|>functions.a to=assistant<|channel|>' +
    'commentary<|message|>{"out":1}<|end|><|start|>assistant<|channel|>final<|message|>Done',
    { answer: 'Done', ...call('functions.a', '{"x":1}') },
  ),
  leak('no markers in the heads at all', '<|channel|>analysis We think.<|end|><|channel|>final Hello', {
    reasoning: 'We think.',
    answer: 'Hello',
  }),
  leak(
    'name of the tool alone in front',
    'functions.read_file<|message|>{"path":"a"}<|call|>',
    call('functions.read_file', '{"path":"a"}'),
  ),
  leak(
    'call with an open string',
    '<|channel|>commentary to=functions.a json<|message|>{"x": "open}<|call|>',
    call('functions.a', '{"x": "open}'),
  ),
  leak(
    'call of a patch',
    '<|channel|>commentary to=apply_patch<|message|>*** Begin Patch\n-x <|end|> y\n*** End Patch<|call|>',
    call('apply_patch', '*** Begin Patch\n-x <|end|> y\n*** End Patch'),
  ),
  leak(
    'call behind a colon',
    'I look it up:<|start|>assistant<|channel|>commentary to=functions.a<|message|>{}<|call|>',
    { answer: 'I look it up:', ...call('functions.a', '{}') },
  ),
  leak(
    'stripped call of a patch',
    'analysisWe patch.assistantcommentary to=functions.apply_patch code*** Begin Patch\n*** End Patch',
    { reasoning: 'We patch.', ...call('functions.apply_patch', '*** Begin Patch\n*** End Patch') },
  ),
  leak('stripped, role first', 'assistantanalysisWe think.assistantfinalHi', { reasoning: 'We think.', answer: 'Hi' }),
  leak('stripped, Chinese', 'analysis用户打招呼。assistantfinal你好', { reasoning: '用户打招呼。', answer: '你好' }),
  leak('stripped, reasoning begins with markup', 'analysis**Plan** it.assistantfinalHi', {
    reasoning: '**Plan** it.',
    answer: 'Hi',
  }),
  leak('stripped, reasoning quotes the joint', 'analysisWe say "assistantfinal". Done.assistantfinalassistantfinal', {
    reasoning: 'We say "assistantfinal". Done.',
    answer: 'assistantfinal',
  }),
  leak('stripped, line breaks for markers', 'analysisWe greet.\nassistant\nfinal\nHello', {
    reasoning: 'We greet.\n',
    answer: 'Hello',
  }),
  leak('lone backtick in reasoning', '<|channel|>analysis<|message|>A lone ` here<|end|>Hi there', {
    reasoning: 'A lone ` here',
    answer: 'Hi there',
  }),
  leak(
    'lone backtick in the answer',
    '<|channel|>final<|message|>A lone ` here<|end|><|start|>assistant<|channel|>commentary to=functions.a<|message|>' +
    '{}<|call|>',
    { answer: 'A lone ` here', ...call('functions.a', '{}') },
  ),
  leak('fence left open in the answer', '<|channel|>final<|message|>```js\ncode<|return|>', { answer: '```js\ncode' }),
];

export const plainTexts: readonly string[] = [
  '', ' ', '\n\n', 'Hello', '<', '<|', 'a <', 'x <|', '<|>', 'a <|> b', 'parser1 <|> parser2 <|> parser3',
  'printfn "%d" <| add 1 2', 'Html.text <| "Hi" ++ name', 'cat <file |grep a | sort', 'if [ $a -lt 3 ] <|| true',
  'The marker <|channel|> names the channel.', 'A message ends with <|end|>.', 'It stops at <|return|> or <|call|>',
  'Use `<|start|>assistant<|channel|>final<|message|>` in front.',
  'So `x<|end|><|start|>assistant<|channel|>final<|message|>y` is two messages.', '<|start|> begins a message.',
  '<|channel|> is a token that names the channel.', '<|message|> comes before the text.', '<|end|> marks the end.',
  '<|channel|>final is the channel of the answer.', '<|start|>assistant is how it begins.',
  '<|start|>{role}<|channel|>{channel}<|message|>{text}<|end|>', '`<|channel|>` is a control token.',
  '```\n<|start|>assistant<|channel|>final<|message|>Hi<|return|>\n```', fencedConversation,
  'For example:\n<|start|>assistant<|channel|>final<|message|>Hi<|return|>\nas shown.',
  'It looks like <|start|>user<|message|>Hi<|end|><|start|>assistant<|channel|>final<|message|>Hello<|return|>' +
  ' on the wire.',
  '    <|start|>assistant<|channel|>final<|message|>Hi<|return|>\n',
  '1. item\n   ```\n   <|channel|>analysis<|message|>x<|end|><|start|>assistant<|channel|>final<|message|>y\n   ```\n',
  'analysis', 'analysis of the code', 'analysis: it works', 'Analysis\n\nWe find', 'analysisResult is a variable.',
  'analysisResult.assistantfinal is a property', 'analysisThe', 'analysis\nof the text',
  'analysis of the words assistantfinal and so on', 'analysis\nassistant\nThe final word', 'analysis"x" is quoted',
  'analysis2 and assistantfinal are names', 'analysis\nSome assistantfinal text.',
  'analysisMode says "assistantfinal" is a word', 'The text `analysisWe…assistantfinalHello` is stripped harmony.',
  'final answer: 4', 'final', 'finalResult', 'finalHello', 'assistant', 'assistantfinal', 'assistantfinalized',
  'assistantfinalize()', 'assistant: Hello', 'assistant to=everyone', 'commentary', 'commentary to=nobody {',
  'commentary on {a}', 'to=functions.a', 'final <|message|> is the last part', '<|start', '<|channel|', 'a <|chan',
  '<|unknown|>x', '<|im_start|>assistant\nHi<|im_end|>', 'ends with a backtick `<|return|>', 'say <|return|>',
  '<|constrain|> json', 'x<|message|>y', 'x<|channel|>y', '~~~\nHi<|end|>\n~~~',
];
