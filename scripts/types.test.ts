import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const PROGRAMS = {
  node: ['packages/protocol', 'packages/crowd', 'packages/test-env', 'apps/server', 'bench'],
  browser: ['packages/client', 'demo', 'e2e'],
  vue: ['packages/web-kit', 'apps/web-customer', 'apps/web-admin'],
  phones: ['packages/mobile-kit', 'apps/mobile-customer', 'apps/mobile-admin'],
} as const;

function read(path: string): { options: ts.CompilerOptions; files: string[] } {
  const parsed = ts.getParsedCommandLineOfConfigFile(
    `${root}${path}`,
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
    undefined,
    undefined,
    [{ extension: 'vue', isMixedContent: true, scriptKind: ts.ScriptKind.Deferred }],
  );
  if (!parsed) throw new Error(`${path} can not be read`);
  // Where a file lies, and Jest's globals beside the kit's own types, are no difference in what is checked.
  const { configFilePath: _, pathsBasePath: __, types: ___, ...options } = parsed.options;
  return { options, files: parsed.fileNames };
}

test.each(Object.entries(PROGRAMS))(
  'the check of types reads all that the folders of “%s” hold, as strictly as each does',
  (name, folders) => {
    const program = read(`scripts/types/${name}.json`);
    for (const folder of folders) {
      const own = read(`${folder}/tsconfig.json`);
      expect(own.options, folder).toEqual(program.options);
      expect(
        own.files.filter((file) => !program.files.includes(file)),
        folder,
      ).toEqual([]);
    }
  },
);
