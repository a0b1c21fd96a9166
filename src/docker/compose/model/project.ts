import type { Dict } from './tree.ts';

export interface ServiceMount {
  readonly type: string;
  readonly source?: string;
  readonly target: string;
  readonly read_only?: boolean;
  readonly consistency?: string;
  readonly bind?: {
    readonly selinux?: string;
    readonly propagation?: string;
    readonly create_host_path?: boolean;
    readonly recursive?: string;
  };
  readonly volume?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly nocopy?: boolean;
    readonly subpath?: string;
  };
  readonly tmpfs?: { readonly size?: string; readonly mode?: number };
  readonly image?: { readonly subpath?: string };
}

export interface ServicePort {
  readonly mode?: string;
  readonly host_ip?: string;
  readonly target: number;
  readonly published?: string;
  readonly protocol?: string;
}

export interface ServiceEndpoint {
  readonly aliases?: readonly string[];
  readonly driver_opts?: Readonly<Record<string, string>>;
  readonly gw_priority?: number;
  readonly ipv4_address?: string;
  readonly ipv6_address?: string;
  readonly link_local_ips?: readonly string[];
  readonly mac_address?: string;
  readonly priority?: number;
}

export interface Dependency {
  readonly condition: string;
  readonly restart?: boolean;
  readonly required: boolean;
}

export interface FileMount {
  readonly source: string;
  readonly target?: string;
  readonly uid?: string;
  readonly gid?: string;
  readonly mode?: string;
}

/** A service as compose-go's struct has it, without what is empty. `raw` is the same as YAML and JSON show it. */
export interface Service {
  readonly name: string;
  readonly raw: Dict;
  readonly profiles?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly attach?: boolean;
  readonly build?: Dict;
  readonly cap_add?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly cgroup?: string;
  readonly cgroup_parent?: string;
  readonly command?: readonly string[];
  readonly configs?: readonly FileMount[];
  readonly container_name?: string;
  readonly cpus?: number;
  readonly cpuset?: string;
  readonly cpu_shares?: number;
  readonly cpu_period?: number;
  readonly cpu_quota?: number;
  readonly depends_on?: Readonly<Record<string, Dependency>>;
  readonly deploy?: Dict;
  readonly devices?: readonly { readonly source: string; readonly target: string; readonly permissions: string }[];
  readonly dns?: readonly string[];
  readonly dns_opt?: readonly string[];
  readonly dns_search?: readonly string[];
  readonly domainname?: string;
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly env_file?: readonly (string | { readonly path: string; readonly required: boolean })[];
  readonly expose?: readonly string[];
  readonly external_links?: readonly string[];
  readonly extra_hosts?: readonly string[];
  readonly group_add?: readonly string[];
  readonly healthcheck?: {
    readonly test?: readonly string[];
    readonly timeout?: string;
    readonly interval?: string;
    readonly retries?: number;
    readonly start_period?: string;
    readonly start_interval?: string;
    readonly disable?: boolean;
  };
  readonly hostname?: string;
  readonly image?: string;
  readonly init?: boolean;
  readonly ipc?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly links?: readonly string[];
  readonly logging?: { readonly driver?: string; readonly options?: Readonly<Record<string, string>> };
  readonly mac_address?: string;
  readonly mem_limit?: string;
  readonly mem_reservation?: string;
  readonly memswap_limit?: string;
  readonly network_mode?: string;
  readonly networks?: Readonly<Record<string, ServiceEndpoint | null>>;
  readonly oom_score_adj?: number;
  readonly pid?: string;
  readonly pids_limit?: number;
  readonly platform?: string;
  readonly ports?: readonly ServicePort[];
  readonly privileged?: boolean;
  readonly provider?: Dict;
  readonly pull_policy?: string;
  readonly read_only?: boolean;
  readonly restart?: string;
  readonly runtime?: string;
  readonly scale?: number;
  readonly secrets?: readonly FileMount[];
  readonly security_opt?: readonly string[];
  readonly shm_size?: string;
  readonly stdin_open?: boolean;
  readonly stop_grace_period?: string;
  readonly stop_signal?: string;
  readonly sysctls?: Readonly<Record<string, string>>;
  readonly tmpfs?: readonly string[];
  readonly tty?: boolean;
  readonly user?: string;
  readonly userns_mode?: string;
  readonly uts?: string;
  readonly volumes?: readonly ServiceMount[];
  readonly volumes_from?: readonly string[];
  readonly working_dir?: string;
}

export interface Resource {
  readonly name: string;
  readonly driver?: string;
  readonly driver_opts?: Readonly<Record<string, string>>;
  readonly external?: boolean;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface ProjectNetwork extends Resource {
  readonly internal?: boolean;
  readonly attachable?: boolean;
  readonly enable_ipv4?: boolean;
  readonly enable_ipv6?: boolean;
  readonly ipam: {
    readonly driver?: string;
    readonly config?: readonly {
      readonly subnet?: string;
      readonly gateway?: string;
      readonly ip_range?: string;
      readonly aux_addresses?: Readonly<Record<string, string>>;
    }[];
  };
}

export interface FileObject extends Resource {
  readonly file?: string;
  readonly environment?: string;
  readonly content?: string;
  readonly template_driver?: string;
}

/** What Compose files come to. */
export interface Project {
  readonly name: string;
  readonly workingDir: string;
  readonly files: readonly string[];
  readonly services: Readonly<Record<string, Service>>;
  /** Those that no active profile has, or that weren't asked for. */
  readonly disabled: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, ProjectNetwork>>;
  readonly volumes: Readonly<Record<string, Resource>>;
  readonly secrets: Readonly<Record<string, FileObject>>;
  readonly configs: Readonly<Record<string, FileObject>>;
  readonly extensions: Dict;
  readonly environment: Readonly<Record<string, string>>;
}

/** How many containers a service has. */
export function scaleOf({ scale, deploy }: Service): number {
  return scale ?? (typeof deploy?.replicas === 'number' ? deploy.replicas : 1);
}
