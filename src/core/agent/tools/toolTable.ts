/** The tools an agent run offers, by the names the model was trained on where it has any. */
export type ToolName =
  | 'print_tree'
  | 'search'
  | 'open_file'
  | 'apply_patch'
  | 'exec'
  | 'diagnostics'
  | 'references'
  | 'definition'
  | 'plan'
  | 'ask';

/** What an argument holds. `steps` and `lines` are lists of texts; `command` is a text or a list of words. */
export type ArgumentType = 'text' | 'count' | 'flag' | 'list' | 'command';

export interface Parameter {
  readonly name: string;
  readonly type: ArgumentType;
  readonly description: string;
  readonly required?: true;
  /** Other names the model gives it. */
  readonly aliases?: readonly string[];
  /** Least and most of a count. */
  readonly range?: readonly [least: number, most: number];
}

export interface Tool {
  readonly name: ToolName;
  /** Where the model expects the tool: `repo_browser` and `container` are those of its training. */
  readonly namespace: 'repo_browser' | 'container' | 'functions';
  readonly description: string;
  readonly parameters: readonly Parameter[];
  /** Other names under which the model calls it. */
  readonly aliases: readonly string[];
  /** Whether a call only reads, so that it needs no approval inside the workspace. */
  readonly reads: boolean;
}

/** Lines that `open_file` shows at most, so that one file does not fill the window. */
const mostLinesShown = 400;

/** Seconds a command may ask for at most: an hour. */
const longestTimeout = 3_600;

const path = (description: string, required?: true): Parameter => ({
  name: 'path',
  type: 'text',
  description,
  aliases: ['file_path', 'file', 'filename', 'filepath', 'dir', 'directory'],
  ...(required ? { required } : {}),
});

const line: Parameter = {
  name: 'line',
  type: 'count',
  description: 'line the name stands on, from 1',
  range: [1, 10_000_000],
};
const symbol: Parameter = {
  name: 'symbol',
  type: 'text',
  description: 'the name',
  required: true,
  aliases: ['name', 'identifier'],
};

/**
 * One row a tool. Names, arguments and aliases of the first five are those gpt-oss was trained on and those it falls
 * back to (arXiv 2604.00362); the rest is what an editor has beyond a shell.
 */
export const tools: readonly Tool[] = [
  {
    name: 'print_tree',
    namespace: 'repo_browser',
    reads: true,
    description: 'Lists files and folders below a folder; ignored files are left out.',
    parameters: [
      path('folder, by default the workspace'),
      {
        name: 'depth',
        type: 'count',
        description: 'levels, by default 2',
        aliases: ['max_depth', 'levels'],
        range: [1, 20],
      },
    ],
    aliases: ['list_files', 'list_dir', 'list_directory', 'ls', 'tree', 'list'],
  },
  {
    name: 'search',
    namespace: 'repo_browser',
    reads: true,
    description: 'Finds lines in files by a regular expression; answers with path:line: text.',
    parameters: [
      {
        name: 'query',
        type: 'text',
        description: 'regular expression',
        required: true,
        aliases: ['pattern', 'regex', 'q', 'search', 'text'],
      },
      path('folder or file, by default the workspace'),
      { name: 'max_results', type: 'count', description: 'by default 50', aliases: ['limit', 'max'], range: [1, 500] },
    ],
    aliases: ['find', 'grep', 'search_files', 'grep_search', 'find_in_files', 'code_search'],
  },
  {
    name: 'open_file',
    namespace: 'repo_browser',
    reads: true,
    description: `Shows a file with line numbers, at most ${mostLinesShown} lines at once.`,
    parameters: [
      path('the file', true),
      {
        name: 'line_start',
        type: 'count',
        description: 'first line, by default 1',
        aliases: ['start_line', 'start', 'from', 'offset'],
        range: [1, 10_000_000],
      },
      {
        name: 'line_end',
        type: 'count',
        description: 'last line',
        aliases: ['end_line', 'end', 'to'],
        range: [1, 10_000_000],
      },
    ],
    aliases: ['read_file', 'view_file', 'cat', 'open', 'view', 'show_file', 'get_file'],
  },
  {
    name: 'apply_patch',
    namespace: 'repo_browser',
    reads: false,
    description:
      'Changes, adds and deletes files. The patch goes from *** Begin Patch to *** End Patch, ' +
      'with *** Update File: / *** Add File: / *** Delete File: sections and @@ hunks.',
    parameters: [
      {
        name: 'patch',
        type: 'text',
        description: 'the patch',
        required: true,
        aliases: ['input', 'patch_text', 'patchText', 'diff', 'content', 'text'],
      },
    ],
    aliases: ['applypatch', 'patch', 'apply_diff_patch'],
  },
  {
    name: 'exec',
    namespace: 'container',
    reads: false,
    description:
      'Runs a command in the workspace folder and answers with its exit code and output. No input can be typed.',
    parameters: [
      {
        name: 'cmd',
        type: 'command',
        description: 'the command, e.g. ["bash","-lc","npm test"]',
        required: true,
        aliases: ['command', 'commands', 'script', 'cmdline', 'args'],
      },
      {
        name: 'workdir',
        type: 'text',
        description: 'folder to run it in',
        aliases: ['cwd', 'dir', 'working_directory'],
      },
      {
        name: 'timeout',
        type: 'count',
        description: 'seconds',
        aliases: ['timeout_s', 'timeout_seconds'],
        range: [1, longestTimeout],
      },
      { name: 'background', type: 'flag', description: 'true leaves a server running', aliases: ['detached'] },
    ],
    aliases: [
      'shell',
      'bash',
      'run',
      'run_command',
      'execute',
      'execute_command',
      'terminal',
      'run_shell',
      'run_terminal_command',
    ],
  },
  {
    name: 'diagnostics',
    namespace: 'functions',
    reads: true,
    description: 'Problems the editor reports in a file, or in the whole workspace.',
    parameters: [path('the file')],
    aliases: ['problems', 'get_errors', 'errors', 'lint'],
  },
  {
    name: 'references',
    namespace: 'functions',
    reads: true,
    description: 'Where a name is used, by the language server.',
    parameters: [path('a file that holds the name', true), symbol, line],
    aliases: ['find_references', 'usages', 'list_code_usages'],
  },
  {
    name: 'definition',
    namespace: 'functions',
    reads: true,
    description: 'Where a name is defined, by the language server.',
    parameters: [path('a file that holds the name', true), symbol, line],
    aliases: ['go_to_definition', 'find_definition', 'goto_definition'],
  },
  {
    name: 'plan',
    namespace: 'functions',
    reads: true,
    description: 'Shows the user your steps. Mark those that are done with [x], the one at hand with [>].',
    parameters: [
      {
        name: 'steps',
        type: 'list',
        description: 'a few words each',
        required: true,
        aliases: ['plan', 'items', 'todos', 'todo'],
      },
    ],
    aliases: ['update_plan', 'todo', 'todo_write', 'manage_todo_list'],
  },
  {
    name: 'ask',
    namespace: 'functions',
    reads: true,
    description: 'Asks the user where the task leaves a choice that only they can make.',
    parameters: [
      {
        name: 'question',
        type: 'text',
        description: 'one question',
        required: true,
        aliases: ['prompt', 'text', 'message'],
      },
      { name: 'choices', type: 'list', description: 'answers to choose from', aliases: ['options', 'answers'] },
    ],
    aliases: ['ask_user', 'ask_question', 'ask_followup_question', 'question'],
  },
];
