/** The label that the guard puts on what a replay creates: a replay that was cut down can be recognised by it. */
export const REPLAY_LABEL = 'io.drydock.replay';

const PAIR = `"${REPLAY_LABEL.replaceAll('.', '\\.')}":"[0-9a-f]*"`;
const IN_JSON = [new RegExp(`${PAIR},`, 'g'), new RegExp(`,${PAIR}`, 'g'), new RegExp(PAIR, 'g')];

/**
 * Takes the label out of an answer's JSON text, so that a scenario sees only labels of its own. As text, not as data:
 * the numbers of the API do not all fit into JavaScript's.
 */
export function withoutLabel(json: string): string {
  if (!json.includes(REPLAY_LABEL)) return json;
  return IN_JSON.reduce((text, pattern) => text.replace(pattern, ''), json).replace(
    /"Labels":\{\},"Mountpoint"/g,
    '"Labels":null,"Mountpoint"',
  );
}
