const paragraph = (number: number): string =>
  `The function \`load${number}\` reads **all** of the file before it looks at _any_ of it, ` +
  `which is why \`some_var_name\` stays empty. See [the manual](https://example.com/${number}).`;

const section = (number: number): string => `## Step ${number}: what to change

${paragraph(number)}

- first, open the stream
- then read line by line
  - and stop at the first empty one
- last, close it

\`\`\`typescript
export async function load${number}(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of open(path)) {
    if (line === '') break; // the header ends here
    lines.push(line.trimEnd());
  }
  return lines;
}
\`\`\`

| option | default | meaning |
|---|---|---|
| depth | ${number} | how far down to look |
| follow | true | whether links are followed |

`;

/** A reply of so many characters: headings, lists, code and tables as a model writes them. */
export function longReply(length: number): string {
  let text = '';
  for (let number = 1; text.length < length; number++) text += section(number);
  return text.slice(0, length);
}
