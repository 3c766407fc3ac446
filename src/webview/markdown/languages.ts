import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { languageOf } from '../../core/edits/text/languages.ts';

const languages = {
  bash, cpp, csharp, css, diff, go, ini, java, javascript, json, python, rust, sql, typescript, xml, yaml,
};

/** Further names: VS Code's language ids and what models write, beside highlight.js' own aliases. */
const aliases: Readonly<Record<keyof typeof languages, readonly string[]>> = {
  bash: ['shellscript', 'shell', 'console', 'dotenv', 'ksh'],
  cpp: ['c', 'h', 'cuda', 'cuda-cpp', 'objective-c', 'objective-cpp', 'arduino'],
  csharp: ['razor'],
  css: ['scss', 'less', 'postcss'],
  diff: ['patch', 'git-diff'],
  go: ['go.mod'],
  ini: ['properties', 'toml', 'editorconfig', 'ignore'],
  java: ['kotlin', 'kt', 'groovy', 'dart', 'scala'],
  javascript: ['javascriptreact', 'node'],
  json: ['jsonl', 'json-tmlanguage', 'jupyter'],
  python: ['gyp', 'pyw', 'starlark'],
  rust: [],
  sql: ['postgres', 'postgresql', 'mysql', 'sqlite', 'plsql', 'tsql'],
  typescript: ['typescriptreact'],
  xml: ['vue', 'svelte', 'handlebars', 'astro', 'xsl'],
  yaml: ['dockercompose', 'github-actions-workflow'],
};

for (const [name, language] of Object.entries(languages)) {
  hljs.registerLanguage(name, language);
  hljs.registerAliases([...aliases[name as keyof typeof languages]], { languageName: name });
}

/** How a language is written above its code, where highlight.js' own name will not do. */
const names: Readonly<Record<string, string>> = {
  c: 'C',
  h: 'C',
  console: 'Console',
  css: 'CSS',
  dart: 'Dart',
  docker: 'Dockerfile',
  dockerfile: 'Dockerfile',
  groovy: 'Groovy',
  html: 'HTML',
  javascriptreact: 'JSX',
  jsx: 'JSX',
  kotlin: 'Kotlin',
  kt: 'Kotlin',
  less: 'Less',
  make: 'Makefile',
  makefile: 'Makefile',
  markdown: 'Markdown',
  md: 'Markdown',
  php: 'PHP',
  powershell: 'PowerShell',
  properties: 'Properties',
  rb: 'Ruby',
  ruby: 'Ruby',
  scala: 'Scala',
  scss: 'SCSS',
  sh: 'Shell',
  shell: 'Shell',
  shellscript: 'Shell',
  svelte: 'Svelte',
  svg: 'SVG',
  swift: 'Swift',
  text: 'Text',
  toml: 'TOML',
  tsx: 'TSX',
  txt: 'Text',
  typescriptreact: 'TSX',
  vue: 'Vue',
  xml: 'XML',
  zsh: 'Zsh',
};

/** The language as shown in the header of a code block; `Code` where none is given. */
export function languageName(info: string): string {
  const language = languageOf(info);
  if (language === '') return 'Code';
  return names[language] ?? hljs.getLanguage(language)?.name ?? language.slice(0, 40);
}

/** Code as HTML, every character of it escaped; `undefined` where the language is not known. */
export function highlight(code: string, info: string): string | undefined {
  const language = languageOf(info);
  if (hljs.getLanguage(language) === undefined) return undefined;
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
