import type { Volume } from '../../engine/index.ts';
import { humanSize } from '../opts/units.ts';
import { STRING } from '../template/value.ts';
import { context, joinLabels } from './formatter.ts';

/** A row of `docker volume ls` and of `docker system df -v`. */
export const VOLUME = context<Volume>(
  'formatter.volumeContext',
  {
    ID: 'ID',
    Name: 'VOLUME NAME',
    Group: 'GROUP',
    Driver: 'DRIVER',
    Scope: 'SCOPE',
    Availability: 'AVAILABILITY',
    Mountpoint: 'MOUNTPOINT',
    Labels: 'LABELS',
    Links: 'LINKS',
    Size: 'SIZE',
    Status: 'STATUS',
  },
  {
    Name: (volume) => volume.Name,
    Driver: (volume) => volume.Driver,
    Scope: (volume) => volume.Scope,
    Mountpoint: (volume) => volume.Mountpoint,
    Labels: (volume) => joinLabels(volume.Labels),
    Links: (volume) => (volume.UsageData ? String(volume.UsageData.RefCount) : 'N/A'),
    Size: (volume) => (volume.UsageData ? humanSize(volume.UsageData.Size) : 'N/A'),
    // Volumes of a cluster, which this engine has none of.
    Group: () => 'N/A',
    Availability: () => 'N/A',
    Status: () => 'N/A',
  },
  { Label: { params: [STRING], result: STRING, call: (volume, name) => volume.Labels?.[String(name)] ?? '' } },
  [['v', '', 'volume.Volume']],
);

/** The format of `docker volume ls` for what `--format` and `-q` say. */
export function volumeFormat(source: string, quiet: boolean): string {
  if (source === 'table') return quiet ? '{{.Name}}' : 'table {{.Driver}}\t{{.Name}}';
  if (source === 'raw') return quiet ? 'name: {{.Name}}' : 'name: {{.Name}}\\ndriver: {{.Driver}}\\n';
  return source;
}
