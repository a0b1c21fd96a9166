/*
 * The scene's measures in pixels; its stylesheets repeat those of heads and lines. Text is cut, not wrapped, so heights
 * follow from numbers of lines.
 */
export const SIZES = {
  margin: 14,
  /** Between columns: where pipes run. Narrower when there is no column of folders. */
  channel: 52,
  crowdChannel: 40,
  narrowChannel: 36,
  folder: 176,
  narrowFolder: 150,
  /** Columns are at least so wide: in a wide scene, in a middling one or a crowd, in one without a column of folders. */
  column: 180,
  middlingColumn: 158,
  narrowColumn: 136,
  widestColumn: 280,
  line: 19,
  zoneTitle: 24,
  /** Between the last row of containers and what is below. */
  corridor: 36,
  rowGap: 22,
  boxHead: 48,
  mount: 26,
  layerHead: 26,
  image: 38,
  boxFoot: 12,
  storeHead: 36,
  storeFoot: 12,
  storeGap: 16,
} as const;

/** Lines of a listing that a box's layer, a volume and a host folder show. */
export const ROOM = { box: 4, store: 5, folder: 7 } as const;

/** Below this width folders have no column of their own. */
export const NARROW = 540;
/** Below this one columns are middling. */
export const MIDDLING = 800;

/** A row of containers is at least as high as one with one mount and nothing written. */
export const EMPTY_BOX = boxHeight(1, 1);
export const EMPTY_STORE = SIZES.storeHead + 2 * SIZES.line + SIZES.storeFoot;

/** More containers than this are drawn without the layers in which nothing is. */
export const CROWD = 9;

/** A container of a crowd that has written nothing: its head, which names its image, and its mounts. */
export function bareBoxHeight(mounts: number): number {
  return SIZES.boxHead + Math.max(1, mounts) * SIZES.mount + SIZES.boxFoot;
}

export function boxHeight(mounts: number, lines: number): number {
  const { boxHead, mount, layerHead, line, image, boxFoot } = SIZES;
  return boxHead + mounts * mount + layerHead + Math.max(1, lines) * line + image + boxFoot;
}

export function storeHeight(lines: number): number {
  return Math.max(EMPTY_STORE, SIZES.storeHead + lines * SIZES.line + SIZES.storeFoot);
}
