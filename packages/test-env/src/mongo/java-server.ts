import { execFile } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findOnPath } from './find-on-path.ts';

const run = promisify(execFile);
const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const CACHE = fileURLToPath(new URL('../../../../.cache/', import.meta.url));
const NEEDED = ['java', 'javac', 'mvn'];
const DEBIAN_PACKAGES = ['default-jdk-headless', 'maven'];
const INSTALL_TIMEOUT = 240_000;

/** How mongo-java-server is started: `java`, and its arguments up to the file of the store and the port. */
export interface JavaServer {
  command: string;
  arguments: string[];
}

/**
 * Gets mongo-java-server through Maven, once, into the project's cache, and compiles its launcher.
 * @throws when there is no JDK and Maven and they can't be installed, or a jar is not the one that was pinned.
 */
export async function prepareJavaServer(): Promise<JavaServer> {
  const sources = ['pom.xml', 'jars.sha256', 'Launcher.java'];
  const texts = await Promise.all(sources.map((name) => readFile(here(name), 'utf8')));
  const version = createHash('sha256').update(texts.join('\0')).digest('hex').slice(0, 12);
  const folder = join(CACHE, `mongo-java-server-${version}`);
  const ready = await access(folder).then(
    () => true,
    () => false,
  );
  if (!ready) await fill(folder);
  await checkJars(folder, texts[1] ?? '');
  return {
    command: (await findOnPath('java')) ?? 'java',
    // What is tested is not the JVM: a quick start and few threads are worth more than speed.
    arguments: ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xmx512m', '-cp', `${folder}:${join(folder, '*')}`, 'Launcher'],
  };
}

/** Several test files may come at once: each fills a folder of its own, and the first to be done gives it the name. */
async function fill(folder: string): Promise<void> {
  await requireJava();
  const own = join(dirname(folder), `${randomUUID()}.tmp`);
  await mkdir(own, { recursive: true });
  try {
    const options = { timeout: INSTALL_TIMEOUT };
    const copy = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${own}`];
    await run('mvn', ['-q', '-B', '-f', here('pom.xml'), ...copy], options);
    await run('javac', ['-proc:none', '-cp', join(own, '*'), '-d', own, here('Launcher.java')], options);
    await rename(own, folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

async function checkJars(folder: string, pinned: string): Promise<void> {
  for (const line of pinned.trim().split('\n')) {
    const [expected, name = ''] = line.split(/\s+/);
    const actual = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
    if (actual !== expected) throw new Error(`${name} is not the jar that was pinned: its SHA-256 is ${actual}`);
  }
}

async function requireJava(): Promise<void> {
  const missing = async (): Promise<string[]> => {
    const found = await Promise.all(NEEDED.map(findOnPath));
    return NEEDED.filter((_, index) => found[index] === null);
  };
  if ((await missing()).length === 0) return;
  if (process.getuid?.() === 0 && (await findOnPath('apt-get'))) {
    console.log('Installing Java and Maven from apt (once), for the MongoDB server of the tests…');
    const options = { timeout: INSTALL_TIMEOUT, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['-qq', '-y', 'update'], options);
    await run('apt-get', ['-qq', '-y', 'install', '--no-install-recommends', ...DEBIAN_PACKAGES], options);
  }
  const left = await missing();
  if (left.length > 0)
    throw new Error(
      `No MongoDB server for the tests: set MONGODB_URI, or install mongod, or a JDK and Maven (missing: ${left.join(', ')}).`,
    );
}
