import { type Execution, execute } from './execute.ts';
import { BUILTINS, DOCKER, HEADER } from './functions.ts';
import { parse, type Template } from './parse.ts';
import type { GoValue } from './value.ts';

export type { Execution } from './execute.ts';
export { type Template, TemplateError } from './parse.ts';

const NAMES: ReadonlySet<string> = new Set([...Object.keys(BUILTINS), ...Object.keys(DOCKER)]);

/**
 * Parses a template of `--format`.
 * @throws {TemplateError}
 */
export function parseTemplate(text: string): Template {
  return parse(text, NAMES);
}

/** Runs it over a value. */
export function executeTemplate(template: Template, data: GoValue | undefined): Execution {
  return execute(template, data, { functions: DOCKER });
}

/** The same where a missing key is an error. */
export function executeStrictly(template: Template, data: GoValue | undefined): Execution {
  return execute(template, data, { functions: DOCKER, missingKeyIsError: true });
}

/** Makes a table's header: functions leave the columns' names alone. */
export function executeHeader(template: Template, data: GoValue): Execution {
  return execute(template, data, { functions: HEADER });
}
