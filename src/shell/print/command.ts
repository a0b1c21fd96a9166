import type { ArrayElement, Assignment, Command, List, Redirect, Statement, Test, Word } from '../syntax/nodes.ts';

/*
 * Commands as bash prints them: on one line in job lists, over several lines in `type` and `declare -f`.
 */

/** A command on one line, as `jobs` shows it. */
export function commandText(command: Command): string {
  return new Printer(true).command(command);
}

/** A function's definition as `declare -f` prints it, without a newline at its end. */
export function functionText(name: string, body: Command): string {
  const printer = new Printer(false);
  return `${name} () \n${printer.functionBody(body)}`;
}

class Printer {
  private depth = 0;
  /** Bodies of here-documents that come after the line. */
  private documents: Redirect[] = [];

  constructor(private readonly flat: boolean) {}

  private get indent(): string {
    return '    '.repeat(this.depth);
  }

  functionBody(body: Command): string {
    const [command, redirects] = body.type === 'redirected' ? [body.command, body.redirects] : [body, []];
    const group: Command = command.type === 'group' ? command : { type: 'group', body: [statement(command)] };
    return `${this.command(group)}${redirects.map((redirect) => ` ${this.redirect(redirect)}`).join('')}`;
  }

  command(command: Command): string {
    switch (command.type) {
      case 'simple': {
        const parts = [
          ...command.assignments.map(assignmentText),
          ...command.words.map(wordText),
          ...command.redirects.map((redirect) => this.redirect(redirect)),
        ];
        return parts.join(' ');
      }
      case 'group':
        return this.flat ? `{ ${this.list(command.body)}; }` : `{ \n${this.block(command.body)}\n${this.indent}}`;
      case 'subshell':
        return `( ${this.list(command.body)} )`;
      case 'if':
        return this.ifText(command);
      case 'while': {
        const word = command.until ? 'until' : 'while';
        return `${word} ${this.list(command.condition)}; do${this.body(command.body)}done`;
      }
      case 'for':
      case 'select': {
        const words = command.words ? command.words.map(wordText).join(' ') : '"$@"';
        const open = this.flat ? ' do' : `\n${this.indent}do`;
        return `${command.type} ${command.name} in ${words};${open}${this.body(command.body)}done`;
      }
      case 'arithmetic-for': {
        const { initialize, test, update } = command;
        const head = `for ((${initialize.text}; ${test.text.trim()}; ${update.text.trim()}))`;
        return `${head}${this.flat ? '; do' : `\n${this.indent}do`}${this.body(command.body)}done`;
      }
      case 'case':
        return this.caseText(command);
      case 'test':
        return `[[ ${testText(command.expression)} ]]`;
      case 'arithmetic-command':
        return `((${command.expression.text}))`;
      case 'function':
        return `function ${command.name} () \n${this.indent}${this.functionBody(command.body)}`;
      case 'redirected':
        return `${this.command(command.command)} ${command.redirects.map((each) => this.redirect(each)).join(' ')}`;
      case 'coproc':
        return 'coproc';
      case 'pipeline': {
        const time = command.time ? `time ${command.time === 'posix' ? '-p ' : ''}` : '';
        return `${time}${command.negated ? '! ' : ''}${command.commands.map((each) => this.command(each)).join(' | ')}`;
      }
      case 'and-or':
        return [
          this.command(command.first),
          ...command.rest.map(({ operator, command: next }) => `${operator} ${this.command(next)}`),
        ].join(' ');
      default:
        return command satisfies never;
    }
  }

  private ifText(command: Extract<Command, { type: 'if' }>): string {
    let text = '';
    for (const [i, { condition, body }] of command.clauses.entries()) {
      // bash has no elif when it prints: it is an if within else.
      text += `${i > 0 ? 'elif' : 'if'} ${this.list(condition)}; then${this.body(body)}`;
    }
    if (command.otherwise) text += `else${this.body(command.otherwise)}`;
    return `${text}fi`;
  }

  private caseText(command: Extract<Command, { type: 'case' }>): string {
    const items = command.items.map(({ patterns, body, end }) => {
      const head = patterns.map(wordText).join(' | ');
      if (this.flat) return `${head}) ${this.list(body)} ${end}`;
      this.depth++;
      const text = `${this.indent}${head})\n${this.block(body)}\n${this.indent}${end}`;
      this.depth--;
      return text;
    });
    const separator = this.flat ? ' ' : '\n';
    return `case ${wordText(command.word)} in ${[this.flat ? '' : '', ...items].join(separator)}${separator}${this.flat ? '' : this.indent}esac`;
  }

  private body(list: List): string {
    return this.flat ? ` ${this.list(list)}; ` : `\n${this.block(list)}\n${this.indent}`;
  }

  /** Statements one a line. */
  private block(list: List): string {
    this.depth++;
    const lines = list.map((each, i) => {
      const last = i === list.length - 1;
      const text = `${this.indent}${this.command(each.command)}${each.background ? ' &' : last ? '' : ';'}`;
      return `${text}${this.takeDocuments()}`;
    });
    this.depth--;
    return lines.join('\n');
  }

  private takeDocuments(): string {
    const documents = this.documents;
    this.documents = [];
    return documents.map(({ heredoc }) => `\n${heredoc!.body}${unquoted(heredoc!.delimiter)}\n`).join('');
  }

  private list(list: List): string {
    return list
      .map((each, i) => {
        const last = i === list.length - 1;
        return `${this.command(each.command)}${each.background ? ' &' : last ? '' : ';'}`;
      })
      .join(' ');
  }

  redirect(redirect: Redirect): string {
    const fd =
      redirect.fd === undefined ? '' : typeof redirect.fd === 'number' ? String(redirect.fd) : `{${redirect.fd}}`;
    if (redirect.heredoc) {
      this.documents.push(redirect);
      return `${fd}<<${redirect.heredoc.dashed ? '-' : ''}${redirect.heredoc.delimiter}`;
    }
    const { operator } = redirect;
    if (operator === '>&' || operator === '<&') {
      const number = fd === '' && /^\d+$/.test(redirect.target.text) ? (operator === '>&' ? '1' : '0') : fd;
      return `${number}${operator}${wordText(redirect.target)}`;
    }
    return `${fd}${operator} ${wordText(redirect.target)}`;
  }
}

function statement(command: Command): Statement {
  return { command, background: false, line: 0 };
}

function unquoted(delimiter: string): string {
  return delimiter.replace(/["'\\]/g, '');
}

/** A word as it was written. */
export function wordText(word: Word): string {
  return word.text;
}

/** An assignment as it was written. */
export function assignmentText(assignment: Assignment): string {
  if ('parts' in assignment.value) return assignment.text;
  const index = assignment.index ? `[${assignment.index.text}]` : '';
  const elements = assignment.value.map((element: ArrayElement) => {
    const key = element.index ? `[${element.index.text}]${element.append ? '+' : ''}=` : '';
    return `${key}${element.value.text}`;
  });
  return `${assignment.name}${index}${assignment.append ? '+' : ''}=(${elements.join(' ')})`;
}

function testText(test: Test): string {
  switch (test.type) {
    case 'unary':
      return `${test.operator} ${test.word.text}`;
    case 'binary':
      return `${test.left.text} ${test.operator} ${test.right.text}`;
    case 'and':
    case 'or':
      return test.operands.map(testText).join(test.type === 'and' ? ' && ' : ' || ');
    case 'not':
      return `! ${testText(test.operand)}`;
    case 'group':
      return `( ${testText(test.operand)} )`;
    default:
      return test satisfies never;
  }
}
