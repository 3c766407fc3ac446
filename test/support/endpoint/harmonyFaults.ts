import type { Fault } from './fault.ts';

const analysis = '<|channel|>analysis<|message|>They ask for a number.<|end|>';
const start = '<|start|>assistant';
const final = '<|channel|>final<|message|>The answer is 42.';
const args = '{"path":"src/a.ts"}';

function leak(raw: string, describes: string): Fault {
  return { behaviour: { kind: 'harmony', raw }, describes };
}

/** Replies with the markup of the format beneath in them, or with text that only looks like it. */
export const harmonyFaults = {
  harmonyWhole: leak(`${start}${analysis}${start}${final}<|return|>`, 'Reasoning and answer with all markers'),
  harmonyNoStart: leak(`${analysis}${start}${final}`, 'The first start and the last end are missing'),
  harmonyStripped: leak(
    'analysisThey ask for a number.assistantfinalThe answer is 42.',
    'The markers are stripped, the words of the header stayed',
  ),
  harmonyFinalOnly: leak(`${final}<|end|>`, 'Only the answer, with its markers'),
  harmonyAnalysisOnly: leak('<|channel|>analysis<|message|>They ask for a num', 'Cut off while reasoning'),
  harmonyBareText: leak(`${analysis}The answer is 42.`, 'A bare text after the last marker is the answer'),
  harmonyPreamble: leak(
    `${analysis}${start}<|channel|>commentary<|message|>First I look.<|end|>${start}${final}<|return|>`,
    'A preamble in the commentary channel before the answer',
  ),
  harmonyCallInRole: leak(
    `${analysis}${start} to=functions.read_file<|channel|>commentary <|constrain|>json<|message|>${args}<|call|>`,
    'A tool call, its receiver in the role part',
  ),
  harmonyCallInChannel: leak(
    `${analysis}${start}<|channel|>commentary to=functions.read_file <|constrain|>json<|message|>${args}<|call|>`,
    'A tool call, its receiver in the channel part',
  ),
  harmonyCallNotConstrained: leak(
    `${start}<|channel|>commentary to=functions.read_file<|message|>${args}<|call|>`,
    'A tool call without the constrain marker',
  ),
  harmonyTokenInName: leak(
    `${start}<|channel|>commentary to=functions.read_file<|channel|>commentary json<|message|>${args}<|call|>`,
    'A control token runs into the name of the tool',
  ),
  markupLookAlike: {
    behaviour: {
      kind: 'text',
      text: 'In Elm, `a <| b` applies; in F#, `(<|>)` chooses: `p <|> q`. In a shell, `cat <|file` is an error.',
    },
    describes: 'No markup at all: operators that look like it',
  },
  markupQuoted: {
    behaviour: {
      kind: 'text',
      text: [
        'A harmony message reads:',
        '```text\n<|start|>assistant<|channel|>final<|message|>Hi<|return|>\n```',
        'It ends with `<|return|>`.',
      ].join('\n\n'),
    },
    describes: 'No leak: a reply that talks about harmony',
  },
} satisfies Record<string, Fault>;
