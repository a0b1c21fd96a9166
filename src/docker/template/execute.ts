import { quote } from '../go/strconv.ts';
import { BUILTINS, CallError, EXPRESSION, isTrue, type TemplateFunction } from './functions.ts';
import { type Command, commandText, type Node, type Operand, operandText, type Pipe, pipeText } from './node.ts';
import type { Template } from './parse.ts';
import { format, printable } from './print.ts';
import {
  allFields,
  assignable,
  BOOL,
  elem,
  elements,
  FLOAT64,
  fieldValue,
  type GoType,
  type GoValue,
  INT,
  indirect,
  indirectInterface,
  isNil,
  type Method,
  mapIndex,
  sortedKeys,
  string,
  zero,
} from './value.ts';

/** What an execution wrote, and the error that ended it (Go's text, from `template: ` on). */
export interface Execution {
  readonly text: string;
  readonly error?: string;
}

export interface ExecuteOptions {
  readonly functions: Readonly<Record<string, TemplateFunction>>;
  /** `missingkey=error`: a missing key of a map is an error, not `<no value>`. */
  readonly missingKeyIsError?: boolean;
}

class ExecError extends Error {}

/** Go's limit is 100000; no template gets near either without calling itself for ever. */
const MAX_DEPTH = 1000;

/** Where an error is: any node with its text in messages. */
interface Place {
  readonly at: number;
  readonly text: () => string;
}

type Value = GoValue | undefined;

/** A parameter's type; `reflect` takes what comes. */
type Param = GoType | 'reflect';

const canBeNil = (type: GoType) => ['interface', 'map', 'pointer', 'slice'].includes(type.kind);

/** Runs a template over a value, as Go's text/template does. */
export function execute(template: Template, data: Value, options: ExecuteOptions): Execution {
  let out = '';
  let place: Place | undefined;
  let depth = 0;
  let variables: { readonly name: string; value: Value }[] = [];
  let templateName = '';

  const fail = (message: string): never => {
    if (!place) throw new ExecError(`template: ${templateName}: ${message}`);
    const before = template.text.slice(0, place.at);
    const lineStart = before.lastIndexOf('\n') + 1;
    const column = new TextEncoder().encode(before.slice(lineStart)).length;
    const line = before.split('\n').length;
    throw new ExecError(
      `template: :${line}:${column}: executing ${quote(templateName)} at <${place.text()}>: ${message}`,
    );
  };
  const atOperand = (node: Operand): void => {
    place = { at: node.at, text: () => operandText(node) };
  };

  function walkAll(dot: Value, nodes: readonly Node[]): 'break' | 'continue' | undefined {
    for (const node of nodes) {
      const jump = walk(dot, node);
      if (jump) return jump;
    }
    return undefined;
  }

  /** `break` and `continue` come back up to their range. */
  function walk(dot: Value, node: Node): 'break' | 'continue' | undefined {
    switch (node.kind) {
      case 'text':
        out += node.text;
        return undefined;
      case 'action': {
        const value = evalPipeline(dot, node.pipe);
        if (node.pipe.declared.length === 0) out += format(printable(value));
        return undefined;
      }
      case 'if':
      case 'with': {
        const mark = variables.length;
        const value = evalPipeline(dot, node.pipe);
        let jump: 'break' | 'continue' | undefined;
        if (isTrue(indirectInterface(value))) jump = walkAll(node.kind === 'with' ? value : dot, node.list);
        else if (node.otherwise) jump = walkAll(dot, node.otherwise);
        variables.length = mark;
        return jump;
      }
      case 'range':
        return walkRange(dot, node);
      case 'template':
        return walkTemplate(dot, node);
      case 'break':
      case 'continue':
        return node.kind;
      case 'end':
      case 'else':
        return undefined;
      default:
        return node satisfies never;
    }
  }

  function walkRange(dot: Value, node: Extract<Node, { kind: 'if' | 'with' | 'range' }>): undefined {
    const mark = variables.length;
    const { value } = indirect(evalPipeline(dot, node.pipe));
    const inner = variables.length;
    const { declared, assign } = node.pipe;
    let rounds = 0;
    const round = (key: Value, item: Value): boolean => {
      rounds++;
      if (declared.length > 0) {
        if (assign) setVariable(declared[0]!, declared.length > 1 ? key : item);
        else variables[inner - 1]!.value = item;
      }
      if (declared.length > 1) {
        if (assign) setVariable(declared[1]!, item);
        else variables[inner - 2]!.value = key;
      }
      const jump = walkAll(item, node.list);
      variables.length = inner;
      return jump !== 'break';
    };
    if (value && !(isNil(value) && (value.type.kind === 'pointer' || value.type.kind === 'interface'))) {
      if (value.type.kind === 'slice') {
        elements(value).every((item, position) => round({ type: INT, value: position }, item));
      } else if (value.type.kind === 'map') {
        const keyType = value.type.key;
        sortedKeys(value).every((key) => round({ type: keyType, value: key }, mapIndex(value, key)));
      } else if (value.type.kind === 'int' || value.type.kind === 'uint') {
        if (declared.length > 1) fail(`can't use ${format(value)} to iterate over more than one variable`);
        for (let i = 0; i < Number(value.value); i++) if (!round(undefined, { type: value.type, value: i })) break;
      } else fail(`range can't iterate over ${format(value)}`);
    } else if (value) fail(`range can't iterate over ${format(value)}`);
    if (rounds === 0 && node.otherwise) walkAll(dot, node.otherwise);
    variables.length = mark;
    return undefined;
  }

  function walkTemplate(dot: Value, node: Extract<Node, { kind: 'template' }>): undefined {
    const here: Place = {
      at: node.at,
      text: () => `{{template ${quote(node.name)}${node.pipe ? ` ${pipeText(node.pipe)}` : ''}}}`,
    };
    place = here;
    const nodes = template.defined.get(node.name) ?? fail(`template ${quote(node.name)} not defined`);
    if (depth >= MAX_DEPTH) fail('exceeded maximum template depth (100000)');
    const argument = node.pipe ? evalPipeline(dot, node.pipe) : undefined;
    const [outerVariables, outerName] = [variables, templateName];
    variables = [{ name: '$', value: argument }];
    templateName = node.name;
    depth++;
    walkAll(argument, nodes);
    depth--;
    variables = outerVariables;
    templateName = outerName;
    return undefined;
  }

  function setVariable(name: string, value: Value): void {
    const variable = variables.findLast((candidate) => candidate.name === name);
    if (!variable) fail(`undefined variable: ${name}`);
    else variable.value = value;
  }

  function evalPipeline(dot: Value, pipe: Pipe): Value {
    place = { at: pipe.at, text: () => pipeText(pipe) };
    let value: Value;
    pipe.commands.forEach((command, stage) => {
      value = evalCommand(dot, command, stage > 0 ? { value } : undefined);
      if (value?.type.kind === 'interface') value = elem(value);
    });
    for (const name of pipe.declared) {
      if (pipe.assign) setVariable(name, value);
      else variables.push({ name, value });
    }
    return value;
  }

  type Final = { readonly value: Value } | undefined;

  function evalCommand(dot: Value, command: Command, final: Final): Value {
    const first = command.args[0]!;
    const notAFunction = () => {
      if (command.args.length > 1 || final) fail(`can't give argument to non-function ${operandText(first)}`);
    };
    switch (first.kind) {
      case 'field':
        return evalField(dot, first, command.args, final);
      case 'chain':
        return evalChain(dot, first, command.args, final);
      case 'identifier':
        return evalFunction(dot, first, command, command.args, final);
      case 'pipe':
        notAFunction();
        return evalPipeline(dot, first);
      case 'variable':
        return evalVariable(dot, first, command.args, final);
    }
    atOperand(first);
    notAFunction();
    switch (first.kind) {
      case 'bool':
        return { type: BOOL, value: first.value };
      case 'dot':
        return dot;
      case 'nil':
        return fail('nil is not a command');
      case 'number':
        return constant(first);
      case 'string':
        return string(first.value);
      default:
        return first satisfies never;
    }
  }

  function constant(node: Extract<Operand, { kind: 'number' }>): Value {
    atOperand(node);
    if (node.number.isFloat) return { type: FLOAT64, value: node.number.float };
    if (node.number.int === undefined) fail(`${node.text} overflows int`);
    return { type: INT, value: node.number.int };
  }

  function evalField(
    dot: Value,
    node: Extract<Operand, { kind: 'field' }>,
    args: readonly Operand[],
    final: Final,
  ): Value {
    atOperand(node);
    return evalNames(dot, dot, node, node.names, args, final);
  }

  function evalChain(
    dot: Value,
    node: Extract<Operand, { kind: 'chain' }>,
    args: readonly Operand[],
    final: Final,
  ): Value {
    atOperand(node);
    if (node.node.kind === 'nil') fail(`indirection through explicit nil in ${operandText(node)}`);
    const receiver = evalArgument(dot, 'reflect', node.node);
    return evalNames(dot, receiver, node, node.names, args, final);
  }

  function evalVariable(
    dot: Value,
    node: Extract<Operand, { kind: 'variable' }>,
    args: readonly Operand[],
    final: Final,
  ): Value {
    atOperand(node);
    const variable = variables.findLast((candidate) => candidate.name === node.names[0]);
    if (!variable) return fail(`undefined variable: ${node.names[0]}`);
    if (node.names.length === 1) {
      if (args.length > 1 || final) fail(`can't give argument to non-function ${operandText(args[0] ?? node)}`);
      return variable.value;
    }
    return evalNames(dot, variable.value, node, node.names.slice(1), args, final);
  }

  function evalNames(
    dot: Value,
    receiver: Value,
    node: Operand,
    names: readonly string[],
    args: readonly Operand[],
    final: Final,
  ): Value {
    let current = receiver;
    for (const name of names.slice(0, -1)) current = member(dot, name, node, [], undefined, current);
    return member(dot, names.at(-1)!, node, args, final, current);
  }

  /** `.Name` of a value: a method, a struct's field or a map's entry. */
  function member(
    dot: Value,
    name: string,
    node: Operand,
    args: readonly Operand[],
    final: Final,
    receiver: Value,
  ): Value {
    if (!receiver) {
      if (options.missingKeyIsError) fail(`nil data; no entry for key ${quote(name)}`);
      return undefined;
    }
    const typeName = receiver.type.name;
    const { value, isNil: nil } = indirect(receiver);
    if (!value) return fail(`nil pointer evaluating ${typeName}.${name}`);
    if (value.type.kind === 'interface' && nil) fail(`nil pointer evaluating ${typeName}.${name}`);
    const owner = value.type.kind === 'pointer' ? value.type.elem : value.type;
    const methods =
      owner.kind === 'slice' || owner.kind === 'pointer' || owner.kind === 'interface' ? undefined : owner.methods;
    const method = methods && Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (method) return evalMethod(dot, method, value.value, node, name, args, final);
    const hasArguments = args.length > 1 || final !== undefined;
    if (value.type.kind === 'struct') {
      const field = allFields(value.type).find((candidate) => candidate.name === name);
      if (field) {
        if (!/^\p{Lu}/u.test(name)) fail(`${name} is an unexported field of struct type ${typeName}`);
        if (hasArguments) fail(`${name} has arguments but cannot be invoked as function`);
        return fieldValue(value, field);
      }
    } else if (value.type.kind === 'map' && value.type.key.kind === 'string') {
      if (hasArguments) fail(`${name} is not a method but has arguments`);
      const entry = mapIndex(value, name);
      if (!entry && options.missingKeyIsError) fail(`map has no entry for key ${quote(name)}`);
      return entry;
    } else if (value.type.kind === 'pointer' && nil) {
      const target = value.type.elem;
      if (target.kind !== 'struct' || allFields(target).some((field) => field.name === name))
        fail(`nil pointer evaluating ${typeName}.${name}`);
    }
    return fail(`can't evaluate field ${name} in type ${typeName}`);
  }

  function evalMethod(
    dot: Value,
    method: Method,
    receiver: unknown,
    node: Operand,
    name: string,
    args: readonly Operand[],
    final: Final,
  ): Value {
    const values = evalArguments(dot, method.params, undefined, name, args, final);
    place = { at: node.at, text: () => operandText(node) };
    return { type: method.result, value: method.call(receiver, ...values.map((value) => value?.value)) };
  }

  function evalFunction(
    dot: Value,
    node: Extract<Operand, { kind: 'identifier' }>,
    command: Command | undefined,
    args: readonly Operand[],
    final: Final,
  ): Value {
    atOperand(node);
    const { name } = node;
    const docker = options.functions[name];
    const fn = docker ?? BUILTINS[name];
    if (!fn) return fail(`${quote(name)} is not a defined function`);
    if (!docker && (name === 'and' || name === 'or')) return shortCircuit(dot, name, args.slice(1), final);
    const values = evalArguments(dot, fn.params, fn.variadic, name, args, final);
    try {
      return fn.call(values);
    } catch (error) {
      if (!(error instanceof CallError)) throw error;
      place = { at: command?.at ?? node.at, text: () => (command ? commandText(command) : name) };
      const expression = args[1] ? operandText(args[1]) : '';
      return fail(`error calling ${name}: ${error.message.replace(EXPRESSION, () => expression)}`);
    }
  }

  function shortCircuit(dot: Value, name: 'and' | 'or', args: readonly Operand[], final: Final): Value {
    if (args.length + (final ? 1 : 0) < 1) fail(`wrong number of args for ${name}: want at least 1 got ${args.length}`);
    let value: Value;
    for (const arg of args) {
      value = evalArgument(dot, 'reflect', arg);
      if (isTrue(indirectInterface(value)) === (name === 'or')) return value;
    }
    return final ? final.value : value;
  }

  function evalArguments(
    dot: Value,
    params: readonly Param[],
    variadic: Param | undefined,
    name: string,
    operands: readonly Operand[],
    final: Final,
  ): readonly Value[] {
    const args = operands.slice(1);
    const count = args.length + (final ? 1 : 0);
    if (variadic !== undefined && count < params.length)
      fail(`wrong number of args for ${name}: want at least ${params.length} got ${args.length}`);
    if (variadic === undefined && count !== params.length)
      fail(`wrong number of args for ${name}: want ${params.length} got ${count}`);
    const values = args.map((arg, position) => evalArgument(dot, params[position] ?? variadic!, arg));
    if (final) {
      const type = params[count - 1] ?? variadic!;
      values.push(validate(final.value, type));
    }
    return values;
  }

  /** Makes sure that a value fits a parameter. */
  function validate(value: Value, type: Param): Value {
    if (type === 'reflect') return value;
    if (!value) {
      if (canBeNil(type)) return type.kind === 'interface' ? undefined : zero(type);
      return fail(`invalid value; expected ${type.name}`);
    }
    if (assignable(value.type, type)) return type.kind === 'interface' ? indirectInterface(value) : value;
    if (value.type.kind === 'interface' && !isNil(value)) {
      const inner = elem(value)!;
      if (assignable(inner.type, type)) return inner;
      return fail(`wrong type for value; expected ${type.name}; got ${inner.type.name}`);
    }
    if (value.type.kind === 'pointer' && assignable(value.type.elem, type))
      return elem(value) ?? fail(`dereference of nil pointer of type ${type.name}`);
    return fail(`wrong type for value; expected ${type.name}; got ${value.type.name}`);
  }

  function evalArgument(dot: Value, type: Param, node: Operand): Value {
    atOperand(node);
    switch (node.kind) {
      case 'dot':
        return validate(dot, type);
      case 'nil':
        if (type === 'reflect') return undefined;
        if (canBeNil(type)) return type.kind === 'interface' ? undefined : zero(type);
        return fail(`cannot assign nil to ${type.name}`);
      case 'field':
        return validate(evalField(dot, node, [node], undefined), type);
      case 'variable':
        return validate(evalVariable(dot, node, [], undefined), type);
      case 'pipe':
        return validate(evalPipeline(dot, node), type);
      case 'identifier':
        return validate(evalFunction(dot, node, undefined, [], undefined), type);
      case 'chain':
        return validate(evalChain(dot, node, [], undefined), type);
    }
    const kind = type === 'reflect' ? 'interface' : type.kind;
    if (kind === 'interface') {
      if (node.kind === 'bool') return { type: BOOL, value: node.value };
      return node.kind === 'string' ? string(node.value) : constant(node);
    }
    const want = type as GoType;
    if (kind === 'bool') {
      if (node.kind === 'bool') return { type: want, value: node.value };
      return fail(`expected bool; found ${operandText(node)}`);
    }
    if (kind === 'string') {
      if (node.kind === 'string') return { type: want, value: node.value };
      return fail(`expected string; found ${operandText(node)}`);
    }
    if (kind === 'int') {
      if (node.kind === 'number' && node.number.int !== undefined) return { type: want, value: node.number.int };
      return fail(`expected integer; found ${operandText(node)}`);
    }
    if (kind === 'uint') {
      if (node.kind === 'number' && node.number.uint !== undefined) return { type: want, value: node.number.uint };
      return fail(`expected unsigned integer; found ${operandText(node)}`);
    }
    if (kind === 'float') {
      if (node.kind === 'number' && node.number.float !== undefined) return { type: want, value: node.number.float };
      return fail(`expected float; found ${operandText(node)}`);
    }
    return fail(`can't handle ${operandText(node)} for arg of type ${want.name}`);
  }

  try {
    variables = [{ name: '$', value: data }];
    walkAll(data, template.root);
    return { text: out };
  } catch (error) {
    if (error instanceof ExecError) return { text: out, error: error.message };
    throw error;
  }
}
