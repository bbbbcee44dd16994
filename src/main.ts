// Owns the start: environment → config → supervisor, or one process that scrubs → drain. Beside the command line's start, the only file that reads the environment.

import { accessSync, constants } from 'node:fs';
import { listAccountHosts, listCounterHosts } from './account-settings.ts';
import { makeDataFolder } from './accounts/store/folder.ts';
import { ConfigError } from './config-error.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import { listCredentialFiles } from './engines/gemini/sign-in.ts';
import { createLog, logCrashes } from './log.ts';
import { planHelpers } from './processes/helpers.ts';
import { startSupervisor } from './processes/supervisor.ts';
import { readBuild } from './retention/build.ts';
import { compileCache } from './retention/compile-cache.ts';
import { closedFlags, isStartedClosed, startOverClosed } from './retention/closed-start.ts';
import { guardEgress } from './retention/egress.ts';
import { measureMemoryBytes, planDyingMemory } from './retention/native-memory.ts';
import { planSupervisorPermissions, planWorkerPermissions } from './retention/permissions.ts';
import { projectRoot } from './root.ts';
import { createKept } from './studio/shared.ts';
import { readTlsIdentity } from './tls.ts';
import type { TlsIdentity } from './tls.ts';

/** What listens, in whichever way. */
interface Running {
  readonly url: string;
  renew(identity: TlsIdentity): void;
  drain(): Promise<void>;
}

const begun = performance.now();

const config = orExit(readSettings);
const mayDo = planProcesses(config);
if (!isStartedClosed(process.env, mayDo.first)) {
  orExit(prepareDataFolder);
  startOverClosed(process.env, mayDo.first, compileCache);
}
const tls = orExit(() => config.tls && readTlsIdentity(config.tls));
const log = createLog(config.logLevel);
const running = await startOrExit();
log.event('listening', { url: running.url, retention: config.retention, ms: Math.round(performance.now() - begun) });
logCrashes(log);
process.on('SIGHUP', renew);
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void stop());

/** Flags of the process that starts, and of those that it starts. */
function planProcesses({ retention, tls: files, gemini, openai, imageUrl, accounts, credits }: Config): { readonly first: readonly string[]; readonly workers: readonly string[] } {
  const certificate = files ? [files.certificate, files.key] : [];
  const credentials = gemini?.access.kind === 'vertex' ? listCredentialFiles(process.env) : [];
  const writable = accounts && 'folder' in accounts.at ? [accounts.at.folder] : [];
  const opensSockets = gemini !== undefined || openai !== undefined || imageUrl || credits?.payments !== undefined || (accounts !== undefined && listAccountHosts(accounts).length > 0);
  const workers = planWorkerPermissions({ root: projectRoot, readable: credentials, writable, opensSockets });
  const supervisor = planSupervisorPermissions({ root: projectRoot, readable: certificate });
  const single = planWorkerPermissions({ root: projectRoot, readable: [...credentials, ...certificate], writable, opensSockets: true });
  return { first: [...closedFlags, ...(retention === 'die' ? supervisor : [...single, ...planHelpers()])], workers: [...closedFlags, ...workers, ...planHelpers()] };
}

/** A process that is closed can make no folder. */
function prepareDataFolder(): void {
  if (!config.accounts || !('folder' in config.accounts.at)) return;
  const { folder } = config.accounts.at;
  try {
    makeDataFolder(folder);
    // With the dot, a file is no folder either.
    accessSync(`${folder}/.`, constants.W_OK);
  } catch (error) {
    throw new ConfigError(`DATA_FOLDER: cannot be written to (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function readSettings(): Config {
  return readConfig(process.env, measureMemoryBytes());
}

function orExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`The studio cannot start with these settings:\n${error.message}\n`);
    process.exit(78);
  }
}

async function startOrExit(): Promise<Running> {
  try {
    return await (config.retention === 'scrub' ? startSingle() : startWorkers());
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error;
    process.stderr.write(`HOST, PORT: cannot listen on ${config.host}:${config.port} (${code}).\n`);
    process.exit(78);
  }
}

async function startSingle(): Promise<Running> {
  // Imported only here: libvips reads its settings when it is loaded, and a supervisor needs none of it.
  const { startServer } = await import('./processes/single.ts');
  const server = await startServer(config, log, { tls });
  guardEgress(server.hosts, [config.host]);
  return server;
}

async function startWorkers(): Promise<Running> {
  // Of all processes this one alone keeps the counts.
  guardEgress(listCounterHosts(config.accounts), [config.host]);
  const outfit = { config, tls, kept: await createKept(config, log), build: await readBuild(projectRoot), environment: planDyingMemory(process.env), flags: mayDo.workers };
  return startSupervisor(outfit, log, () => {
    process.stderr.write('No worker process can start; what it wrote above says why.\n');
    process.exit(1);
  });
}

/** Take a renewed certificate; the one that serves stays when the new one cannot. */
function renew(): void {
  if (!config.tls) return;
  try {
    running.renew(readTlsIdentity(config.tls));
    log.event('certificate renewed');
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    log.alarm('certificate not renewed', { reason: error.message });
  }
}

async function stop(): Promise<void> {
  log.event('draining');
  await running.drain();
  log.event('stopped');
  process.exit(0);
}
