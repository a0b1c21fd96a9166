/** The parse tree of a template. `at` is the index into the text that error messages name. */
export type Node =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'action'; readonly at: number; readonly pipe: Pipe }
  | {
      readonly kind: 'if' | 'with' | 'range';
      readonly at: number;
      readonly pipe: Pipe;
      readonly list: readonly Node[];
      readonly otherwise: readonly Node[] | undefined;
    }
  | { readonly kind: 'template'; readonly at: number; readonly name: string; readonly pipe: Pipe | undefined }
  | { readonly kind: 'break' | 'continue'; readonly at: number }
  | { readonly kind: 'end' | 'else'; readonly at: number };

export interface Pipe {
  readonly kind: 'pipe';
  readonly at: number;
  readonly assign: boolean;
  readonly declared: readonly string[];
  readonly commands: readonly Command[];
}

export interface Command {
  readonly at: number;
  readonly args: readonly Operand[];
}

export type Operand =
  | Pipe
  | { readonly kind: 'field'; readonly at: number; readonly names: readonly string[] }
  | { readonly kind: 'variable'; readonly at: number; readonly names: readonly string[] }
  | { readonly kind: 'chain'; readonly at: number; readonly node: Operand; readonly names: readonly string[] }
  | { readonly kind: 'identifier'; readonly at: number; readonly name: string }
  | { readonly kind: 'dot' | 'nil'; readonly at: number }
  | { readonly kind: 'bool'; readonly at: number; readonly value: boolean }
  | { readonly kind: 'number'; readonly at: number; readonly text: string; readonly number: NumberValue }
  | { readonly kind: 'string'; readonly at: number; readonly literal: string; readonly value: string };

/** What a number literal may be used as. */
export interface NumberValue {
  readonly int: number | undefined;
  readonly uint: number | undefined;
  readonly float: number | undefined;
  /** Written as a float (`1.0`, `1e3`): an untyped constant of that kind. */
  readonly isFloat: boolean;
}

/** The operand as error messages quote it. */
export function operandText(node: Operand): string {
  switch (node.kind) {
    case 'pipe':
      return pipeText(node);
    case 'field':
      return node.names.map((name) => `.${name}`).join('');
    case 'variable':
      return node.names.join('.');
    case 'chain': {
      const inner = node.node.kind === 'pipe' ? `(${pipeText(node.node)})` : operandText(node.node);
      return inner + node.names.map((name) => `.${name}`).join('');
    }
    case 'identifier':
      return node.name;
    case 'dot':
      return '.';
    case 'nil':
      return 'nil';
    case 'bool':
      return String(node.value);
    case 'number':
      return node.text;
    case 'string':
      return node.literal;
    default:
      return node satisfies never;
  }
}

export function pipeText(pipe: Pipe): string {
  const declared = pipe.declared.length > 0 ? `${pipe.declared.join(', ')} ${pipe.assign ? '=' : ':='} ` : '';
  return declared + pipe.commands.map(commandText).join(' | ');
}

export function commandText(command: Command): string {
  return command.args.map((arg) => (arg.kind === 'pipe' ? `(${pipeText(arg)})` : operandText(arg))).join(' ');
}
