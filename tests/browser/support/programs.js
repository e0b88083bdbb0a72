// The real server and the real sandbox over a database of the test's own. MTM_SERVER and MTM_SANDBOX name the programs,
// MTM_TEST_DATABASE_URL the PostgreSQL in which the database is made.
import {execFileSync, spawn} from 'node:child_process';
import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {createServer} from 'node:net';
import {createInterface} from 'node:readline';

/** Starts everything; `stop()` ends it and drops the database. */
export async function startPrograms(changes = {}) {
  const database = scratchDatabase(required('MTM_TEST_DATABASE_URL'));
  const sandbox = await start(required('MTM_SANDBOX'), ['--port', '0']);
  const environment = {
    PORT: await freePort(),
    DATABASE_URL: database.url,
    SECRET_KEY: 'a-key-of-the-tests-with-more-than-32-bytes',
    SPOTIFY_CLIENT_ID: 'sandbox-client',
    SPOTIFY_CLIENT_SECRET: 'sandbox-secret',
    SPOTIFY_ACCOUNTS_URL: sandbox.origin,
    SPOTIFY_API_URL: sandbox.origin,
    SPOTIFY_FEATURES_URL: `${sandbox.origin}/features`,
    SPOTIFY_CALLS_PER_30S: '100000',
    SPOTIFY_CALLS_PER_DAY: '1000000',
    SPOTIFY_LOOKUPS_PER_DAY: '0',
    ...changes,
  };
  const server = await start(required('MTM_SERVER'), ['serve'], environment);
  return {
    origin: server.origin,
    sandbox: sandbox.origin,
    database: database.url,
    /** How the sandbox misbehaves from now on (sandbox/README.md); {} is good behaviour. */
    async faults(state) {
      const reply = await fetch(`${sandbox.origin}/sandbox/faults`, {method: 'PUT', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(state)});
      if (!reply.ok) throw new Error(`the sandbox refuses these faults: ${await reply.text()}`);
    },
    /** Runs the server's program with other words over the same database, such as an import. */
    command: (words) => execFileSync(required('MTM_SERVER'), words, {env: {PATH: process.env.PATH, ...environment}, stdio: ['ignore', 'pipe', 'inherit']}),
    /** What the sandbox has seen and made. */
    state: async () => (await fetch(`${sandbox.origin}/sandbox/state`)).json(),
    async stop() {
      await server.stop();
      await sandbox.stop();
      database.drop();
    },
  };
}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run these tests through script/test`);
  return value;
}

function scratchDatabase(serverUrl) {
  const name = `browser_${randomBytes(6).toString('hex')}`;
  const sql = (statement) => execFileSync('psql', [serverUrl, '--quiet', '--no-psqlrc', '--command', statement], {stdio: ['ignore', 'ignore', 'inherit']});
  sql(`create database ${name}`);
  // libpq's URIs may have several hosts or none, which URL can't read: only the path is replaced.
  const url = serverUrl.replace(/^(postgres(?:ql)?:\/\/[^/?]*)(?:\/[^?]*)?/, `$1/${name}`);
  return {url, drop: () => sql(`drop database ${name} with (force)`)};
}

const kPatience = 30_000;  // ms for a program to say where it listens

/** A program that says "… on http://…" when it is ready. Its last words are shown when it fails. */
async function start(program, args, environment = {}) {
  const child = spawn(program, args, {env: {PATH: process.env.PATH, ...environment}, stdio: ['ignore', 'pipe', 'pipe']});
  const words = [];
  const ready = new Promise((resolve, reject) => {
    const hear = (line) => {
      words.push(line);
      if (words.length > 50) words.shift();
      const origin = line.match(/ on (http:\/\/\S+)/)?.[1];
      if (origin) resolve(origin);
    };
    createInterface(child.stdout).on('line', hear);
    createInterface(child.stderr).on('line', hear);
    child.once('error', reject);
    setTimeout(() => reject(new Error(`${program} does not get ready:\n${words.join('\n')}`)), kPatience).unref();
    child.once('exit', (code) => reject(new Error(`${program} ended with ${code}:\n${words.join('\n')}`)));
  });
  const origin = await ready;
  return {
    origin,
    async stop() {
      if (child.exitCode !== null) throw new Error(`${program} had ended with ${child.exitCode}:\n${words.join('\n')}`);
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** A port that was free a moment ago. */
async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const {port} = probe.address();
  probe.close();
  await once(probe, 'close');
  return String(port);
}
