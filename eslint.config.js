import tseslint from 'typescript-eslint';

/** Who may import whom (docs/decisions has the picture): the inner rooms never look outwards. */
const forbid = (files, patterns, message, allowTypeImports = false) => ({
  files,
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      { patterns: [{ regex: patterns, message, allowTypeImports }] },
    ],
  },
});

/** By depth below `src/domain`: nothing may be imported from above it. */
const pureDomain = [
  [['src/domain/*.ts'], '^(?!\\./)'],
  [['src/domain/*/*.ts'], '^(?!\\.\\.?/(?!\\.\\./))'],
  [['src/domain/*/*/*.ts'], '^(?!\\.\\.?/(?!\\.\\./\\.\\./))'],
];

export default tseslint.config(
  { ignores: ['node_modules/', 'bin/', '.conveyor/', 'eslint.config.js', 'bench/results/'] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'max-lines': ['error', { max: 400 }],
    },
  },
  ...pureDomain.map(([files, imports]) =>
    forbid(files, imports, 'domain/ is pure: it imports nothing but itself (and big.js through domain/money.ts)'),
  ),
  { files: ['src/domain/money.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  forbid(
    ['src/workflows/**'],
    '^(?!@temporalio/workflow$|\\./|\\.\\./domain/)',
    'workflows import only @temporalio/workflow, domain/ and types',
    true,
  ),
  forbid(
    ['src/connectors/**'],
    '@temporalio|/(store|api|activities|workflows|dispatch)/',
    'connectors know neither Temporal nor the database',
  ),
  forbid(
    ['src/store/**'],
    '@temporalio|/(connectors|api|activities|workflows|dispatch)/',
    'the store knows only the domain',
  ),
  forbid(['src/activities/**'], '/(api|dispatch)/', 'activities never look at the API'),
  { files: ['test/**'], rules: { '@typescript-eslint/no-unused-expressions': 'off' } },
);
