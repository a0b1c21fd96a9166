import type { MountSpec } from '../../engine/index.ts';
import { type FlagParser, ValueError } from '../flags.ts';
import { csvRecord } from '../go/csv.ts';
import { absolute } from '../go/path.ts';
import { NumError, parseBool, readUint } from '../go/strconv.ts';
import { ramInBytes } from './units.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

function boolean(key: string, text: string): boolean {
  try {
    return parseBool(text);
  } catch (error) {
    if (error instanceof NumError) throw new ValueError(`invalid value for ${key}: ${text}`);
    throw error;
  }
}

/**
 * The value of `--mount`: one line of CSV, `key=value` fields. What it means is for the daemon to judge; only the grammar
 * and mixed-up kinds of options are refused here.
 */
export const parseMount: FlagParser = (text, { cwd, warn }): MountSpec => {
  let type = 'volume';
  let target = '';
  let source: string | undefined;
  let readOnly = false;
  let consistency: string | undefined;
  let bind: Writable<NonNullable<MountSpec['BindOptions']>> | undefined;
  let volume: Writable<NonNullable<MountSpec['VolumeOptions']>> | undefined;
  let driver: { Name?: string; Options?: Record<string, string> } | undefined;
  const labels: Record<string, string> = {};
  let image: Writable<NonNullable<MountSpec['ImageOptions']>> | undefined;
  let tmpfs: Writable<NonNullable<MountSpec['TmpfsOptions']>> | undefined;
  const pair = (record: Record<string, string>, value: string): void => {
    const equals = value.indexOf('=');
    const key = equals < 0 ? value : value.slice(0, equals);
    if (key !== '') record[key] = equals < 0 ? '' : value.slice(equals + 1);
  };
  const volumeOptions = () => {
    driver ??= {};
    volume ??= {};
    return volume;
  };

  for (const field of csvRecord(text)) {
    const equals = field.indexOf('=');
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    const value = equals < 0 ? undefined : field.slice(equals + 1);
    if (value === undefined) {
      if (key === 'readonly' || key === 'ro') readOnly = true;
      else if (key === 'volume-nocopy') volumeOptions().NoCopy = true;
      else if (key === 'bind-nonrecursive') (bind ??= {}).NonRecursive = true;
      else throw new ValueError(`invalid field '${field}' must be a key=value pair`);
      continue;
    }
    switch (key) {
      case 'type':
        type = value.toLowerCase();
        break;
      case 'source':
      case 'src':
        source = value.startsWith('.') ? absolute(cwd, value) : value;
        break;
      case 'target':
      case 'dst':
      case 'destination':
        target = value;
        break;
      case 'readonly':
      case 'ro':
        readOnly = boolean(key, value);
        break;
      case 'consistency':
        consistency = value.toLowerCase();
        break;
      case 'bind-propagation':
        (bind ??= {}).Propagation = value.toLowerCase();
        break;
      case 'bind-nonrecursive':
        (bind ??= {}).NonRecursive = boolean(key, value);
        warn('bind-nonrecursive is deprecated, use bind-recursive=disabled instead');
        break;
      case 'bind-recursive':
        if (value === 'disabled') (bind ??= {}).NonRecursive = true;
        else if (value === 'writable') (bind ??= {}).ReadOnlyNonRecursive = true;
        else if (value === 'readonly') (bind ??= {}).ReadOnlyForceRecursive = true;
        else if (value !== 'enabled')
          throw new ValueError(
            `invalid value for ${key}: ${value} (must be "enabled", "disabled", "writable", or "readonly")`,
          );
        break;
      case 'volume-subpath':
        volumeOptions().Subpath = value;
        break;
      case 'volume-nocopy':
        volumeOptions().NoCopy = boolean(key, value);
        break;
      case 'volume-label':
        volumeOptions();
        pair(labels, value);
        break;
      case 'volume-driver':
        volumeOptions();
        driver!.Name = value;
        break;
      case 'volume-opt':
        volumeOptions();
        pair((driver!.Options ??= {}), value);
        break;
      case 'image-subpath':
        (image ??= {}).Subpath = value;
        break;
      case 'tmpfs-size':
        try {
          (tmpfs ??= {}).SizeBytes = ramInBytes(value);
        } catch (error) {
          if (error instanceof ValueError) throw new ValueError(`invalid value for ${key}: ${value}`);
          throw error;
        }
        break;
      case 'tmpfs-mode':
        try {
          (tmpfs ??= {}).Mode = readUint(value, 8, 32);
        } catch (error) {
          if (error instanceof NumError) throw new ValueError(`invalid value for ${key}: ${value}`);
          throw error;
        }
        break;
      default:
        throw new ValueError(`unexpected key '${key}' in '${field}'`);
    }
  }

  if (type === '') throw new ValueError('type is required');
  if (target === '') throw new ValueError('target is required');
  for (const [options, kind] of [
    [volume, 'volume'],
    [image, 'image'],
    [bind, 'bind'],
    [tmpfs, 'tmpfs'],
  ] as const)
    if (options && type !== kind) throw new ValueError(`cannot mix '${kind}-*' options with mount type '${type}'`);
  if (bind?.ReadOnlyNonRecursive && !readOnly)
    throw new ValueError("option 'bind-recursive=writable' requires 'readonly' to be specified in conjunction");
  if (bind?.ReadOnlyForceRecursive) {
    if (!readOnly)
      throw new ValueError("option 'bind-recursive=readonly' requires 'readonly' to be specified in conjunction");
    if (bind.Propagation !== 'rprivate')
      throw new ValueError(
        "option 'bind-recursive=readonly' requires 'bind-propagation=rprivate' to be specified in conjunction",
      );
  }

  // The order of the fields is the API's, which inspect shows.
  return {
    Type: type,
    ...(source && { Source: source }),
    Target: target,
    ...(readOnly && { ReadOnly: true }),
    ...(consistency && { Consistency: consistency }),
    ...(bind && {
      BindOptions: {
        ...(bind.Propagation && { Propagation: bind.Propagation }),
        ...(bind.NonRecursive && { NonRecursive: true }),
        ...(bind.ReadOnlyNonRecursive && { ReadOnlyNonRecursive: true }),
        ...(bind.ReadOnlyForceRecursive && { ReadOnlyForceRecursive: true }),
      },
    }),
    ...(volume && {
      VolumeOptions: {
        ...(volume.NoCopy && { NoCopy: true }),
        ...(Object.keys(labels).length > 0 && { Labels: labels }),
        ...(volume.Subpath && { Subpath: volume.Subpath }),
        DriverConfig: {
          ...(driver?.Name && { Name: driver.Name }),
          ...(driver?.Options && Object.keys(driver.Options).length > 0 && { Options: driver.Options }),
        },
      },
    }),
    ...(image && { ImageOptions: image.Subpath ? { Subpath: image.Subpath } : {} }),
    ...(tmpfs && {
      TmpfsOptions: {
        ...(tmpfs.SizeBytes && { SizeBytes: tmpfs.SizeBytes }),
        ...(tmpfs.Mode && { Mode: tmpfs.Mode }),
      },
    }),
  };
};
