import { cardStyles } from './cards.ts';
import { containerStyles } from './containers.ts';
import { forcedColors } from './forced-colors.ts';
import { hostStyles } from './host.ts';
import { motionStyles } from './motion.ts';
import { pipeStyles } from './pipes.ts';
import { planeStyles } from './plane.ts';
import { storeStyles } from './stores.ts';

/** The scene's paint, later ones over earlier ones. Heights of heads and lines repeat those of sizes.ts. */
export const sceneStyles = [
  planeStyles,
  cardStyles,
  storeStyles,
  containerStyles,
  pipeStyles,
  hostStyles,
  motionStyles,
  forcedColors,
];
