// The emulators of AWS: DynamoDB Local (Java 17) and moto (Python 3), and the runtime client of Lambda (C++). Ready ones are named by
// TWL_DYNAMODB_LOCAL (its folder of jars), TWL_MOTO (a virtual environment, or its moto_server) and TWL_LAMBDA_RIC (the package's folder);
// else they are fetched once into .cache/aws.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = new URL('../..', import.meta.url).pathname.replace(/\/$/, '');
const cache = join(root, '.cache', 'aws');

/** The versions that the tests were written against. */
const versions = { dynamo: '3.1.0', moto: '5.2.5', ministack: '1.5.33', awscli: '1.46.3', checkov: '3.3.30', runtime: '4.0.2' };

/** Something that the emulators need is not on this machine. */
export class EmulatorMissing extends Error {}

const works = (command, args) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

const run = (command, args, { cwd, env } = {}) => {
  process.stderr.write(`> ${command} ${args.join(' ')}\n`);
  const options = { cwd, env: { ...process.env, ...env }, encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] };
  const { status, stderr } = spawnSync(command, args, options);
  if (status !== 0) throw new EmulatorMissing(`${command} failed: ${stderr?.slice(-2000) ?? 'it is not there'}`);
};

const pom = `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>emulator</artifactId><version>1</version><dependencies><dependency>
<groupId>software.amazon.dynamodb</groupId><artifactId>DynamoDBLocal</artifactId><version>${versions.dynamo}</version>
</dependency></dependencies></project>`;

const hasJars = (folder) => existsSync(folder) && readdirSync(folder).some((name) => /^DynamoDBLocal.*\.jar$/.test(name));

/** The folder of DynamoDB Local's jars. @throws EmulatorMissing */
export const findDynamo = () => {
  if (!works('java', ['-version'])) throw new EmulatorMissing('DynamoDB Local needs Java 17 or newer: there is no java on PATH');
  const named = process.env.TWL_DYNAMODB_LOCAL;
  if (named && !hasJars(named)) throw new EmulatorMissing(`TWL_DYNAMODB_LOCAL=${named} holds no DynamoDBLocal jar`);
  const folder = named ?? join(cache, `dynamodb-${versions.dynamo}`);
  if (hasJars(folder)) return folder;
  if (!works('mvn', ['-v'])) throw new EmulatorMissing('DynamoDB Local is fetched by Maven: there is no mvn on PATH');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(cache, 'pom.xml'), pom);
  run('mvn', ['-q', '-B', 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`], { cwd: cache });
  return folder;
};

/** A virtual environment of Python with a package, made unless its program is there. @throws EmulatorMissing */
export const environmentOf = (name, { wanted = name, program = name, beside = [] } = {}) => {
  const folder = join(cache, [name, versions[name], ...beside].join('-'));
  if (existsSync(join(folder, 'bin', program))) return folder;
  if (!works('python3', ['-V'])) throw new EmulatorMissing(`${name} needs Python 3.10 or newer: there is no python3 on PATH`);
  mkdirSync(cache, { recursive: true });
  try {
    run('python3', ['-m', 'venv', folder]);
    run(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', '-q', `${wanted}==${versions[name]}`, ...beside]);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return folder;
};

/** The Python that has moto. @throws EmulatorMissing */
export const findMoto = () => {
  const named = process.env.TWL_MOTO?.replace(/\/bin\/(moto_server|python3?)$/, '');
  if (named && !existsSync(join(named, 'bin', 'moto_server'))) throw new EmulatorMissing(`TWL_MOTO=${named} has no bin/moto_server`);
  return join(
    named ?? environmentOf('moto', { wanted: 'moto[server,s3,sqs,secretsmanager,ssm]', program: 'moto_server' }),
    'bin',
    'python',
  );
};

/** The program of ministack, with what it signs tokens with: one emulator for every service; a ready one is named by TWL_MINISTACK. @throws EmulatorMissing */
export const findMinistack = () => {
  const named = process.env.TWL_MINISTACK;
  if (named && !existsSync(named)) throw new EmulatorMissing(`TWL_MINISTACK=${named} is not there`);
  return named ?? join(environmentOf('ministack', { beside: ['cryptography'] }), 'bin', 'ministack');
};

/** The same, where it is to enforce IAM, which it does over TLS. @throws EmulatorMissing */
export const findEnforcing = () => {
  if (!works('openssl', ['version'])) throw new EmulatorMissing('ministack needs a certificate: there is no openssl on PATH');
  return findMinistack();
};

const builders = ['cmake', 'g++', 'make', 'python3', 'xz'];

/** What came with this Node, so that nothing is fetched for it: the headers that an addon is built with. */
const headers = () => {
  const folder = join(process.execPath, '../..');
  return existsSync(join(folder, 'include/node/node_api.h')) ? { npm_config_nodedir: folder } : {};
};

/**
 * The folder of `aws-lambda-ric`: what runs in a function's process on Lambda, loads the handler and calls it. It is built from C++ for a
 * minute or more, once: that is why it is no dependency of the workspace.
 * @throws EmulatorMissing
 */
export const findRuntimeClient = () => {
  const named = process.env.TWL_LAMBDA_RIC;
  const folder = join(cache, `aws-lambda-ric-${versions.runtime}`);
  const client = named ?? join(folder, 'node_modules', 'aws-lambda-ric');
  if (existsSync(join(client, 'rapid-client.node'))) return client;
  if (named) throw new EmulatorMissing(`TWL_LAMBDA_RIC=${named} holds no rapid-client.node`);
  const absent = builders.filter((command) => !works(command, ['--version']));
  if (absent.length > 0) throw new EmulatorMissing(`aws-lambda-ric is built here, which needs ${absent.join(', ')} on PATH`);
  mkdirSync(folder, { recursive: true });
  const wanted = { private: true, dependencies: { 'aws-lambda-ric': versions.runtime }, allowScripts: { 'aws-lambda-ric': true } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(wanted));
  try {
    run('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, env: headers() });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return client;
};
