import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ToolCall } from '../../../../../src/core/chat/messages.ts';
import { asDefinition, asJsonCalls, inHarmony } from '../../../../../src/core/agent/tools/describeTools.ts';
import { readCall, toolNamed } from '../../../../../src/core/agent/tools/readCall.ts';
import { tools } from '../../../../../src/core/agent/tools/toolTable.ts';

function call(name: string, value: Readonly<Record<string, unknown>>): ToolCall {
  return { name, arguments: { ok: true, value } };
}

function bare(name: string, raw: string): ToolCall {
  return { name, arguments: { ok: false, raw, problem: 'not JSON' } };
}

function read(one: ToolCall): unknown {
  const result = readCall(one);
  return result.ok ? result.call : result.problem;
}

describe('a tool call of the model', () => {
  it('is known by every name it is called', () => {
    for (const name of [
      'search',
      'repo_browser.search',
      'functions.search',
      'grep',
      'find',
      'repo_browser_search',
      'functions.repo_browser.search',
      'search<|channel|>commentary',
    ]) {
      assert.equal(toolNamed(name), 'search', name);
    }
    assert.equal(toolNamed('container.exec'), 'exec');
    assert.equal(toolNamed('write_file'), 'apply_patch');
    assert.equal(toolNamed('launch_rocket'), undefined);
  });

  it('may give its arguments other names', () => {
    assert.deepEqual(read(call('read_file', { file_path: 'a.ts', start_line: 3, end_line: '9' })), {
      tool: 'open_file',
      path: 'a.ts',
      lineStart: 3,
      lineEnd: 9,
    });
    assert.deepEqual(read(call('grep', { pattern: 'x+' })), { tool: 'search', query: 'x+', path: '', maxResults: 50 });
  });

  it('is told by name what is wrong with it', () => {
    assert.match(
      String(read(call('open_file', { line_start: 'three' }))),
      /^open_file: "path" is missing; "line_start" must be a whole number\. Call it as open_file/,
    );
    assert.match(
      String(read(call('launch_rocket', {}))),
      /^There is no tool "launch_rocket"\. The tools are print_tree, /,
    );
    assert.match(String(read(bare('search', '{"query": '))), /^search: the arguments are not valid JSON/);
  });

  it('gives numbers out of range their nearest meaning', () => {
    assert.deepEqual(read(call('open_file', { path: 'a', line_start: 0, line_end: -1 })), {
      tool: 'open_file',
      path: 'a',
      lineStart: 1,
      lineEnd: 1,
    });
    assert.deepEqual(read(call('print_tree', { depth: 99 })), { tool: 'print_tree', path: '', depth: 20 });
  });

  it('takes a patch as JSON, bare, or sent to the shell', () => {
    const patch = '*** Begin Patch\n*** Delete File: a\n*** End Patch';
    const expected = { tool: 'apply_patch', patch };
    assert.deepEqual(read(call('apply_patch', { input: patch })), expected);
    assert.deepEqual(read(bare('repo_browser.apply_patch', `${patch}\n`)), expected);
    assert.deepEqual(read(call('exec', { cmd: ['bash', '-lc', `apply_patch <<'EOF'\n${patch}\nEOF\n`] })), expected);
    assert.deepEqual(read(call('exec', { cmd: ['apply_patch', patch] })), expected);
  });

  it('to change a file goes to the edit engine as it is', () => {
    assert.deepEqual(read(call('write_file', { path: 'a', content: 'b' })), {
      tool: 'apply_patch',
      patch: '{"name":"write_file","arguments":{"path":"a","content":"b"}}',
    });
  });

  it('runs a command given as words, as a script for a shell, or as one text', () => {
    const commandOf = (cmd: unknown): unknown =>
      (read(call('container.exec', { cmd })) as { command?: string }).command;
    assert.equal(commandOf(['bash', '-lc', 'npm test | head']), 'npm test | head');
    assert.equal(commandOf(['git', 'commit', '-m', "it's done"]), "git commit -m 'it'\\''s done'");
    assert.equal(commandOf('ls -la'), 'ls -la');
    assert.equal(commandOf('["bash","-lc","ls"]'), 'ls');
    assert.equal(commandOf(['bash', 'run.sh', '-c', 'x']), 'bash run.sh -c x');
    assert.match(String(read(call('exec', { cmd: [1] }))), /"cmd" must be/);
  });

  it('reads a plan in every shape', () => {
    assert.deepEqual(
      read(
        call('update_plan', {
          plan: [
            { step: 'Read', status: 'completed' },
            { step: 'Mend', status: 'in_progress' },
          ],
        }),
      ),
      {
        tool: 'plan',
        steps: ['[x] Read', '[>] Mend'],
      },
    );
    assert.deepEqual(read(call('plan', { steps: 'Read\nMend' })), { tool: 'plan', steps: ['Read', 'Mend'] });
  });

  it('never throws, whatever it holds', () => {
    const names = fc.oneof(fc.string(), fc.constantFrom(...tools.flatMap(({ name, aliases }) => [name, ...aliases])));
    const parameters = fc.constantFrom(
      ...tools.flatMap((tool) => tool.parameters.flatMap(({ name, aliases = [] }) => [name, ...aliases])),
    );
    fc.assert(
      fc.property(names, fc.dictionary(parameters, fc.jsonValue()), (name, value) => {
        const result = readCall(call(name, value));
        assert.ok(result.ok || result.problem.length < 2_000);
      }),
    );
  });
});

describe('the table of tools', () => {
  it('gives each name and alias to one tool', () => {
    const all = tools.flatMap(({ name, aliases }) => [name, ...aliases]);
    assert.equal(new Set(all).size, all.length);
  });

  it('describes every tool and argument in each way calls travel', () => {
    for (const tool of tools) {
      const definition = asDefinition(tool);
      assert.match(definition.name, /^[\w-]{1,64}$/);
      assert.equal(toolNamed(definition.name), tool.name);
      for (const { name } of tool.parameters) {
        assert.ok(
          inHarmony([tool]).includes(`\n${name}`) &&
            asJsonCalls([tool]).includes(`"${name}"`) &&
            JSON.stringify(definition).includes(`"${name}"`),
        );
      }
    }
    assert.match(
      inHarmony(tools),
      /namespace repo_browser \{[\s\S]*type open_file = \(_: \{[\s\S]*\}\) => any;[\s\S]*namespace container \{/,
    );
  });
});
