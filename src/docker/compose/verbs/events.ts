import type { EngineEvent } from '../../../engine/index.ts';
import type { Op } from '../../../os/index.ts';
import { timestamp } from '../../opts/timestamp.ts';
import { events } from '../../requests/images.ts';
import { eventTime } from '../../system/events.ts';
import { LABEL } from '../hash.ts';
import { ComposeError } from '../model/tree.ts';
import { goJson } from '../model/yaml-write.ts';
import { loadOrFind } from '../select.ts';
import type { ComposeVerb } from '../verb.ts';

/** An event's attributes without Compose's own, in the order of their names. */
function attributesOf({ Actor }: EngineEvent): readonly (readonly [string, string])[] {
  return Object.entries(Actor.Attributes)
    .filter(([name]) => !name.startsWith('com.docker.compose.'))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A line, and an empty one behind it. */
function plain(event: EngineEvent): string {
  const time = eventTime(event).slice(0, 26).replace('T', ' ');
  const attributes = attributesOf(event).map(([name, value]) => `${name}=${value}`);
  return `${time} container ${event.Action} ${event.Actor.ID} (${attributes.join(', ')})\n\n`;
}

function json(event: EngineEvent): string {
  const line = goJson({
    action: event.Action,
    attributes: Object.fromEntries(attributesOf(event)),
    id: event.Actor.ID,
    service: event.Actor.Attributes[LABEL.service] ?? '',
    // Go leaves out a fraction's last zeros.
    time: eventTime(event).replace(/\.?0+Z$/, 'Z'),
    type: 'container',
  });
  return `${line}\n`;
}

export const EVENTS: ComposeVerb = {
  name: 'events',
  *run(compose, flags, names): Op<void> {
    const { cli } = compose;
    const { name } = yield* loadOrFind(compose);
    const now = cli.sys.now();
    const since = timestamp(undefined, flags.string('since'), now);
    const until = timestamp(undefined, flags.string('until'), now);
    const options = {
      filters: { label: [`${LABEL.project}=${name}`] },
      ...(since !== undefined && { since }),
      ...(until !== undefined && { until }),
    };
    for (let seen = 0; ; ) {
      const batch = yield* cli.call(events(options, seen));
      // The engine has said all that was asked for: to Compose an end like any other.
      if (batch.length === 0) throw new ComposeError('EOF');
      seen += batch.length;
      for (const event of batch) {
        const { Attributes } = event.Actor;
        if (event.Type !== 'container' || Attributes[LABEL.oneOff] === 'True') continue;
        if (names.length > 0 && !names.includes(Attributes[LABEL.service] ?? '')) continue;
        yield* cli.out(flags.bool('json') ? json(event) : plain(event));
      }
    }
  },
};
