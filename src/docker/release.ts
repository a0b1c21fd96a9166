/** The release that this command is like. */
export const VERSION = '28.5.2';
export const GIT_COMMIT = 'ecc6942';
export const GO_VERSION = 'go1.25.3';
export const BUILD_TIME = '2025-11-05T14:43:51.000000000+00:00';
