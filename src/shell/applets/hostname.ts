import type { Op } from '../../os/index.ts';
import { type Text, textApplet } from './text.ts';

/** What /etc/hosts says of the machine: its address, and its full name, which stands first in the line. */
interface HostLine {
  readonly address: string;
  readonly full: string;
}

/** `hostname`; its names and addresses are looked up in /etc/hosts. The full name wins over the others. */
export const hostname = textApplet('hostname', function* (text) {
  const { gnu, sys } = text;
  const parsed = text.parse({
    short: ['s', 'flag'],
    fqdn: ['f', 'flag'],
    'ip-address': ['i', 'flag'],
    domain: ['d', 'flag'],
    ...(gnu && {
      long: [undefined, 'flag'],
      'all-fqdns': ['A', 'flag'],
      'all-ip-addresses': ['I', 'flag'],
    }),
  });
  if (parsed.operands.length > 0)
    text.die(gnu ? 'you must be root to change the host name' : 'sethostname: Operation not permitted');
  if (parsed.order.length === 0) return text.put(`${sys.hostname}\n`);
  const { address, full } = yield* lookUp(text);
  const [short = '', ...domain] = full.split('.');
  if (parsed.has('fqdn') || parsed.has('long')) text.put(`${full}\n`);
  else if (parsed.has('all-fqdns')) text.put(`${full} \n`);
  else if (parsed.has('all-ip-addresses')) text.put(`${address} \n`);
  else if (parsed.has('short')) text.put(`${short}\n`);
  else if (parsed.has('domain')) text.put(domain.length > 0 ? `${domain.join('.')}\n` : '');
  else text.put(`${address}\n`);
});

function* lookUp(text: Text): Op<HostLine> {
  const { sys } = text;
  const fd = sys.open('/etc/hosts');
  const decoder = new TextDecoder();
  let content = '';
  for (let bytes = yield* sys.read(fd); bytes.length > 0; bytes = yield* sys.read(fd)) content += decoder.decode(bytes);
  sys.close(fd);
  const lines = content.split('\n').map((line) => line.split(/\s+/));
  const [address = '127.0.0.1', full = sys.hostname] =
    lines.find((words) => words.slice(1).includes(sys.hostname)) ?? [];
  return { address, full };
}
