import type { Dockerfile, Line } from './dockerfile.ts';
import { flagOf, isLegacyPair, type Stage } from './instructions.ts';
import { jsonWords, splitWords } from './words.ts';

/** A warning about a Dockerfile (BuildKit frontend/dockerfile/linter). */
export interface Warning {
  readonly rule: string;
  readonly message: string;
  readonly line: number;
}

/** Collects the warnings of one Dockerfile. `# check=skip=…` leaves rules out. */
export interface Lint {
  readonly warnings: readonly Warning[];
  /** `# check=error=true`: a warning is an error. */
  readonly isError: boolean;
  /** What can be seen without building: before anything is converted. */
  file(file: Dockerfile, stages: readonly Stage[]): void;
  from(stage: Stage, declared: readonly string[], base: string): void;
  instruction(line: Line, stage: Stage, escapeToken: string): void;
  undefinedVariables(line: Line, names: readonly string[], known: readonly string[]): void;
  workdir(line: Line, path: string, before: string, base: string): void;
}

const SECRET = /(?:^|_)(?:apikey|auth|credential|credentials|key|password|pword|passwd|secret|token)(?:_|$)/i;
const NOT_SECRET = /(?:^|_)public(?:_|$)/i;
const KNOWN = ['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY', 'PATH'];

export function createLint(check: string | undefined): Lint {
  const warnings: Warning[] = [];
  const settings = (check ?? '').split(';').map((part) => part.trim());
  const skipped = settings
    .filter((part) => part.startsWith('skip='))
    .flatMap((part) => part.slice(5).split(','))
    .map((rule) => rule.trim());
  const warn = (rule: string, message: string, line: number) => {
    if (skipped.includes('all') || skipped.includes(rule)) return;
    if (!warnings.some((other) => other.rule === rule && other.line === line && other.message === message))
      warnings.push({ rule, message, line });
  };
  const counted = new Map<Stage, Map<string, Line>>();
  return {
    warnings,
    isError: settings.includes('error=true'),
    file(file, stages) {
      for (const { start } of file.emptyContinuations) warn('NoEmptyContinuation', 'Empty continuation line', start);
      for (const [at, { from, name }] of stages.entries()) {
        const words = splitWords(from.text, file.escapeToken);
        const given = words[2];
        if (given !== undefined) {
          if (given !== given.toLowerCase())
            warn('StageNameCasing', `Stage name '${given}' should be lowercase`, from.location.start);
          const upper = from.keyword === from.keyword.toUpperCase();
          const as = words[1]!;
          if (as !== (upper ? as.toUpperCase() : as.toLowerCase()))
            warn('FromAsCasing', `'${as}' and '${from.keyword}' keywords' casing do not match`, from.location.start);
          if (name === 'scratch' || name === 'context')
            warn(
              'ReservedStageName',
              `Stage name should not use the same name as reserved stage "${name}"`,
              from.location.start,
            );
          if (stages.slice(0, at).some((other) => other.name === name))
            warn(
              'DuplicateStageName',
              `Duplicate stage name "${name}", stage names should be unique`,
              from.location.start,
            );
        }
        const platform = flagOf(from, 'platform');
        if (platform !== undefined && !platform.includes('$'))
          warn(
            'FromPlatformFlagConstDisallowed',
            `FROM --platform flag should not use constant value "${platform}"`,
            from.location.start,
          );
        if (platform && /^\$(TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(platform))
          warn(
            'RedundantTargetPlatform',
            `Setting platform to predefined ${platform} in FROM is redundant as this is the default behavior`,
            from.location.start,
          );
      }
      for (const line of file.lines)
        if (line.name === 'MAINTAINER')
          warn(
            'MaintainerDeprecated',
            'Maintainer instruction is deprecated in favor of using label',
            line.location.start,
          );
      casing(file, warn);
    },
    from({ base, from }, declared, expanded) {
      const names = [...base.matchAll(/\$\{?(\w+)/g)].map(([, name]) => name!);
      const missing = names.filter((name) => !declared.includes(name));
      if (names.length > 0 && expanded === '')
        warn(
          'InvalidDefaultArgInFrom',
          `Default value for ARG ${base} results in empty or invalid base image name`,
          from.location.start,
        );
      for (const name of missing)
        warn('UndefinedArgInFrom', `FROM argument '${name}' is not declared`, from.location.start);
    },
    instruction(line, stage, escapeToken) {
      const { name, text, location } = line;
      const at = location.start;
      if ((name === 'ENV' || name === 'LABEL') && isLegacyPair(line, escapeToken))
        warn(
          'LegacyKeyValueFormat',
          `"${name} key=value" should be used instead of legacy "${name} key value" format`,
          at,
        );
      if ((name === 'CMD' || name === 'ENTRYPOINT') && !jsonWords(text) && text !== '')
        warn(
          'JSONArgsRecommended',
          `JSON arguments recommended for ${name} to prevent unintended behavior related to OS signals`,
          at,
        );
      if (name === 'ENV' || name === 'ARG')
        for (const word of isLegacyPair(line, escapeToken) && name === 'ENV'
          ? [splitWords(text, escapeToken)[0]!]
          : splitWords(text, escapeToken)) {
          const key = word.split('=')[0]!;
          if (SECRET.test(key) && !NOT_SECRET.test(key))
            warn(
              'SecretsUsedInArgOrEnv',
              `Do not use ARG or ENV instructions for sensitive data (${name} "${key}")`,
              at,
            );
        }
      if (name === 'EXPOSE')
        for (const port of splitWords(text, escapeToken)) {
          const proto = port.split('/')[1];
          if (port.includes(':'))
            warn(
              'ExposeInvalidFormat',
              `EXPOSE instruction should not define an IP address or host-port mapping, found '${port}'`,
              at,
            );
          if (proto !== undefined && proto !== proto.toLowerCase())
            warn('ExposeProtoCasing', `Defined protocol '${port}' in EXPOSE instruction should be lowercase`, at);
        }
      if (['CMD', 'ENTRYPOINT', 'HEALTHCHECK'].includes(name)) {
        const own = counted.get(stage) ?? new Map<string, Line>();
        counted.set(stage, own);
        const before = own.get(name);
        if (before)
          warn(
            'MultipleInstructionsDisallowed',
            `Multiple ${name} instructions should not be used in the same stage because only the last one will be used`,
            before.location.start,
          );
        own.set(name, line);
      }
    },
    undefinedVariables(line, names) {
      for (const name of names)
        if (!KNOWN.includes(name)) warn('UndefinedVar', `Usage of undefined variable '$${name}'`, line.location.start);
    },
    workdir(line, path, before) {
      if (!path.startsWith('/') && before === '')
        warn(
          'WorkdirRelativePath',
          `Relative workdir "${path}" can have unexpected results if the base image changes`,
          line.location.start,
        );
    },
  };
}

function casing({ lines }: Dockerfile, warn: (rule: string, message: string, line: number) => void): void {
  const upper = lines.filter(({ keyword }) => keyword === keyword.toUpperCase()).length;
  const lower = lines.filter(({ keyword }) => keyword === keyword.toLowerCase()).length;
  const majority = upper >= lower ? 'uppercase' : 'lowercase';
  for (const { keyword, location } of lines)
    if (keyword !== (majority === 'uppercase' ? keyword.toUpperCase() : keyword.toLowerCase()))
      warn(
        'ConsistentInstructionCasing',
        `Command '${keyword}' should match the case of the command majority (${majority})`,
        location.start,
      );
}
