import { API_VERSION } from '../cli.ts';
import { NO_ARGS, type Verb } from '../command.ts';
import { ApiError, CliError } from '../errors.ts';
import { alignColumns } from '../format/tabwriter.ts';
import { ansic, parseRfc3339 } from '../go/time.ts';
import { BUILD_TIME, GIT_COMMIT, GO_VERSION, VERSION } from '../release.ts';
import { version } from '../requests/images.ts';
import { executeTemplate, parseTemplate, type Template, TemplateError } from '../template/index.ts';
import { goType } from '../template/types.ts';

interface Component {
  readonly Name: string;
  readonly Version: string;
  readonly Details?: Readonly<Record<string, string>>;
}

type ServerVersion = Readonly<Record<string, unknown>> & { readonly Components?: readonly Component[] };

/** What `version` says of the client. */
export function clientVersion(): Readonly<Record<string, string>> {
  return {
    Version: VERSION,
    ApiVersion: API_VERSION,
    DefaultAPIVersion: API_VERSION,
    GitCommit: GIT_COMMIT,
    GoVersion: GO_VERSION,
    Os: 'linux',
    Arch: 'amd64',
    BuildTime: buildTime(BUILD_TIME),
    Context: 'default',
  };
}

/** `Tue Sep 15 11:02:57 2026` for a date, other texts as they are. */
function buildTime(text: string): string {
  const time = parseRfc3339(text);
  return time ? ansic(time.milliseconds) : text;
}

function serverVersion(server: ServerVersion): ServerVersion {
  const components = (server.Components ?? []).map((component) =>
    component.Name === 'Engine' && component.Details?.BuildTime
      ? { ...component, Details: { ...component.Details, BuildTime: buildTime(component.Details.BuildTime) } }
      : component,
  );
  return { ...server, Components: components };
}

/** The plain form; columns are aligned afterwards. */
function plain(client: Readonly<Record<string, string>>, server: ServerVersion | undefined): string {
  const lines = [
    'Client:',
    ` Version:\t${client.Version}`,
    ` API version:\t${client.ApiVersion}`,
    ` Go version:\t${client.GoVersion}`,
    ` Git commit:\t${client.GitCommit}`,
    ` Built:\t${client.BuildTime}`,
    ` OS/Arch:\t${client.Os}/${client.Arch}`,
    ` Context:\t${client.Context}`,
  ];
  if (server) {
    const platform = (server.Platform as { readonly Name?: string } | undefined)?.Name;
    lines.push('', `Server:${platform ? ` ${platform}` : ''}`);
    for (const { Name, Version, Details = {} } of server.Components ?? []) {
      lines.push(` ${Name}:`, `  Version:\t${Version}`);
      if (Name === 'Engine')
        lines.push(
          `  API version:\t${Details.ApiVersion} (minimum version ${Details.MinAPIVersion})`,
          `  Go version:\t${Details.GoVersion}`,
          `  Git commit:\t${Details.GitCommit}`,
          `  Built:\t${Details.BuildTime}`,
          `  OS/Arch:\t${Details.Os}/${Details.Arch}`,
          `  Experimental:\t${Details.Experimental}`,
        );
      else for (const key of Object.keys(Details).sort()) lines.push(`  ${key}:\t${Details[key]}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

export const VERSION_VERB: Verb = {
  name: 'version',
  args: NO_ARGS,
  *run(cli, flags) {
    const format = flags.string('format');
    let template: Template | undefined;
    try {
      if (format !== '') template = parseTemplate(format === 'json' ? '{{json .}}' : format);
    } catch (error) {
      if (error instanceof TemplateError)
        throw new CliError(`template parsing error: ${error.message.replace('template: :', 'template: version:')}`, 64);
      throw error;
    }
    const client = clientVersion();
    let server: ServerVersion | undefined;
    let failure: string | undefined;
    try {
      server = serverVersion(yield* cli.call(version()));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      failure = error.message;
    }
    if (!template) yield* cli.out(alignColumns(plain(client, server), 20, 1));
    else {
      const value = { Client: client, Server: server ?? null };
      const { text, error } = executeTemplate(template, { type: goType('system.versionInfo'), value });
      yield* cli.out(`${alignColumns(text, 20, 1)}\n`);
      failure ??= error?.replace('template: :', 'template: version:').replace('executing ""', 'executing "version"');
    }
    if (failure !== undefined) throw new CliError(failure);
  },
};
