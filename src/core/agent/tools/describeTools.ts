import type { ToolDefinition } from '../../chat/messages.ts';
import type { ArgumentType, Parameter, Tool } from './toolTable.ts';

const jsonTypes: Readonly<Record<ArgumentType, object>> = {
  text: { type: 'string' },
  count: { type: 'integer' },
  flag: { type: 'boolean' },
  list: { type: 'array', items: { type: 'string' } },
  command: { type: 'array', items: { type: 'string' } },
};

const scriptTypes: Readonly<Record<ArgumentType, string>> = {
  text: 'string',
  count: 'number',
  flag: 'boolean',
  list: 'string[]',
  command: 'string[]',
};

/** A tool as services with a `tools` field take it: its arguments as JSON Schema. */
export function asDefinition({ name, namespace, description, parameters }: Tool): ToolDefinition {
  const properties = Object.fromEntries(parameters.map((one) => [one.name, propertyOf(one)]));
  const required = parameters.filter((one) => one.required).map((one) => one.name);
  const full = namespace === 'functions' ? name : `${namespace}.${name}`;
  // Services allow letters, digits, `_` and `-` in names alone; the model's own names have a dot.
  return { name: full.replace('.', '_'), description, parameters: { type: 'object', properties, required } };
}

function propertyOf({ type, description, range }: Parameter): object {
  const [minimum, maximum] = range ?? [];
  return { ...jsonTypes[type], description, ...(range === undefined ? {} : { minimum, maximum }) };
}

/** The tools in harmony's own notation, a namespace each, as the model saw them in its training. */
export function inHarmony(tools: readonly Tool[]): string {
  const names = [...new Set(tools.map(({ namespace }) => namespace))];
  const spaces = names.map((name) => {
    const types = tools.filter(({ namespace }) => namespace === name).map(typeOf);
    return `## ${name}\n\nnamespace ${name} {\n\n${types.join('\n\n')}\n\n} // namespace ${name}`;
  });
  return `# Tools\n\n${spaces.join('\n\n')}`;
}

function typeOf({ name, description, parameters }: Tool): string {
  const fields = parameters.map(
    (one) => `// ${one.description}\n${one.name}${one.required ? '' : '?'}: ${scriptTypes[one.type]},`,
  );
  return `// ${description}\ntype ${name} = (_: {\n${fields.join('\n')}\n}) => any;`;
}

/** How a call is written where the endpoint has no field for tools and hides the model's own channels. */
export function asJsonCalls(tools: readonly Tool[]): string {
  const lines = tools.map(({ name, description, parameters }) => {
    const fields = parameters.map((one) => `"${one.name}"${one.required ? '' : '?'}: ${scriptTypes[one.type]}`);
    return `- ${name} {${fields.join(', ')}}: ${description}`;
  });
  return `To use a tool, write one JSON object in a fenced block and nothing behind it:
\`\`\`json
{"name": "open_file", "arguments": {"path": "src/main.ts"}}
\`\`\`
The tools:
${lines.join('\n')}`;
}
