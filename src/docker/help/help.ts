import compose from '../compose/help.json' with { type: 'json' };
import type { FlagSpec } from '../flags.ts';
import others from './others.json' with { type: 'json' };
import texts from './texts.json' with { type: 'json' };

/*
 * The help of the real command, recorded (see texts.json). It is also where the names, shorthands, types and defaults of
 * the flags come from: what the help shows and what the parser takes can't differ.
 */

const TEXTS: Readonly<Record<string, string | { readonly same: string }>> = { ...texts, ...others, ...compose };

/** The help of a command by its full name (`docker volume ls`); undefined for one that has none here. */
export function helpText(path: string): string | undefined {
  const text = TEXTS[path];
  if (text === undefined || typeof text === 'string') return text;
  const shared = TEXTS[text.same];
  if (typeof shared !== 'string') return undefined;
  return shared.replace(/^[\s\S]*?\n\n/, (usage) => usage.replaceAll(text.same, path));
}

/** The usage line of a command, as errors repeat it: `docker run [OPTIONS] IMAGE [COMMAND] [ARG...]`. */
export function usageLine(path: string): string {
  return /^Usage: {2}([\s\S]*?)\n\n/.exec(helpText(path) ?? '')?.[1] ?? path;
}

/** The subcommands that a command's help lists. */
export function listedCommands(path: string): readonly string[] {
  const names: string[] = [];
  let listing = false;
  for (const line of (helpText(path) ?? '').split('\n')) {
    if (/^(\w+ )?Commands:$/.test(line)) listing = true;
    else if (/^\S/.test(line)) listing = false;
    const name = listing && /^ {2}([a-z][\w-]*)\*? +\S/.exec(line)?.[1];
    if (name) names.push(name);
  }
  return names;
}

/** The names that a command may be called by in its group, from its help's `Aliases:`. */
export function aliases(path: string): readonly string[] {
  const list = /\nAliases:\n {2}(.*)\n/.exec(helpText(path) ?? '')?.[1]?.split(', ') ?? [];
  const group = path.slice(0, path.lastIndexOf(' '));
  return list
    .filter((name) => name.startsWith(`${group} `))
    .map((name) => name.slice(group.length + 1))
    .filter((name) => !name.includes(' '));
}

/** The flags that a command's help shows. */
export function helpFlags(path: string): readonly FlagSpec[] {
  const options = /\n(?:Global )?Options:\n([\s\S]*?)(?:\n\n|\n*$)/.exec(helpText(path) ?? '')?.[1] ?? '';
  const specs: FlagSpec[] = [];
  for (const entry of options.split(/\n(?= {2}(?:-\w, | {4})--)/)) {
    const match = /^ {2}(?:-(\w), | {4})--([\w-]+)(?: ([a-zA-Z][\w-]*))? {2,}([\s\S]*)$/.exec(entry);
    if (!match) continue;
    const [, short, name, type = '', description = ''] = match;
    const shown = /\(default (true|false|-?\d+|"[^"]*")\)$/.exec(description.replaceAll(/\s*\n\s*/g, ' '))?.[1];
    const plain = shown?.startsWith('"') ? shown.slice(1, -1) : shown;
    specs.push({ name: name!, type, ...(short && { short }), ...(plain !== undefined && { default: plain }) });
  }
  return specs;
}
