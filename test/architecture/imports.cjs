/**
 * The import table: what each floor may import of ours. dependency-cruiser checks it over src;
 * imports.test.ts plants a forbidden import and sees it refused.
 */
const FLOORS = {
  fs: [],
  os: ['fs'],
  shell: ['os', 'fs'],
  images: ['os', 'fs'],
  engine: ['os', 'fs', 'images'],
  docker: ['engine/(api|errors|index)\\.ts$', 'os'],
  machine: ['fs', 'os', 'shell', 'images', 'engine', 'docker', 'lesson/probe\\.ts$'],
  lesson: ['engine/(api|errors|index)\\.ts$'],
  app: ['lesson', 'machine/(wire|client)\\.ts$'],
  real: ['engine/(api|errors|index)\\.ts$'],
  replay: ['real', 'machine', 'lesson', 'engine/(api|errors|index)\\.ts$'],
};

/** Composition roots may import anything; tests too. */
const ROOTS = '^src/(bin/|app/main\\.ts$|machine/worker\\.ts$)|\\.test\\.ts$|/testing/|/testing\\.ts$';

const floor = (path) => (path.endsWith('$') ? `^src/${path}` : `^src/${path}/`);

module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Where a part is recursive, its lower side is given the upper one (src/shell/recursion.ts).',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?' } },
    ...Object.entries(FLOORS).map(([name, allowed]) => ({
      name: `${name}-imports`,
      comment: `src/${name} may import only: ${allowed.join(', ') || 'nothing of ours'}`,
      severity: 'error',
      from: { path: `^src/${name}/`, pathNot: ROOTS },
      to: { path: '^src/', pathNot: [`^src/${name}/`, ...allowed.map(floor)] },
    })),
    {
      name: 'memfs-in-fs-only',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/fs/' },
      to: { path: 'node_modules/(memfs|@jsonjoy\\.com)/' },
    },
    {
      name: 'node-below-app',
      comment: 'The machine runs in a browser: no Node modules.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [
          '^src/(bin|real|replay)/',
          '\\.test\\.ts$',
          '/testing/',
          '/testing\\.ts$',
          '/recorded/',
          '^src/lesson/(plugin|vite)',
        ],
      },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
