/** A browser has no process: memfs then takes its own defaults, which the disk doesn't use. */
export default {};
