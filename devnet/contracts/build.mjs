// Makes bundle/: for each family of contracts one JSON file with ABI, bytecode and the places where library
// addresses go. Protocol code comes from the packages pinned in package-lock.json and never enters the
// repository. Does nothing when the bundle is up to date, and waits when another run is at work.
//
// The overrides in package.json keep the tools away that the packages of Aave v2, Aave 3.0.0 and Morpho Blue ask for:
// only ready artifacts are read of the first two, and of the last the sources.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';

const here = import.meta.dirname;
const at = (...parts) => path.join(here, ...parts);
const modules = at('node_modules');
const bundle = at('bundle');
const solidity = (...folder) => fs.readdirSync(at(...folder)).filter((name) => name.endsWith('.sol')).sort();
const ownSources = solidity('src');
const upgradeSources = solidity('src', 'upgrade'); // ours, on top of the sources of 3.6

const digest = (...files) => {
  const hash = createHash('sha256');
  for (const file of files) hash.update(fs.readFileSync(file)).update('\0');
  return hash.digest('hex');
};
const readStamp = (file) => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '');

// aave36 names what is compiled from sources; aave2 and aave30 what is taken from ready artifacts.
const aave36 = [
  'protocol/configuration/PoolAddressesProvider.sol:PoolAddressesProvider',
  'protocol/configuration/ACLManager.sol:ACLManager',
  'instances/PoolInstance.sol:PoolInstance',
  'instances/PoolConfiguratorInstance.sol:PoolConfiguratorInstance',
  'instances/ATokenInstance.sol:ATokenInstance',
  'instances/VariableDebtTokenInstance.sol:VariableDebtTokenInstance',
  'misc/AaveOracle.sol:AaveOracle',
  'misc/PriceOracleSentinel.sol:PriceOracleSentinel',
  'mocks/oracle/SequencerOracle.sol:SequencerOracle',
  'misc/DefaultReserveInterestRateStrategyV2.sol:DefaultReserveInterestRateStrategyV2',
  'helpers/AaveProtocolDataProvider.sol:AaveProtocolDataProvider',
  'protocol/libraries/helpers/Errors.sol:Errors',
];
const aave2 = [
  'protocol/configuration/LendingPoolAddressesProvider.sol:LendingPoolAddressesProvider',
  'protocol/lendingpool/LendingPool.sol:LendingPool',
  'protocol/lendingpool/LendingPoolConfigurator.sol:LendingPoolConfigurator',
  'protocol/lendingpool/LendingPoolCollateralManager.sol:LendingPoolCollateralManager',
  'protocol/lendingpool/DefaultReserveInterestRateStrategy.sol:DefaultReserveInterestRateStrategy',
  'protocol/tokenization/AToken.sol:AToken',
  'protocol/tokenization/StableDebtToken.sol:StableDebtToken',
  'protocol/tokenization/VariableDebtToken.sol:VariableDebtToken',
  'mocks/oracle/LendingRateOracle.sol:LendingRateOracle',
  'misc/AaveOracle.sol:AaveOracle',
  'misc/AaveProtocolDataProvider.sol:AaveProtocolDataProvider',
];
const aave30 = [
  'protocol/configuration/PoolAddressesProvider.sol:PoolAddressesProvider',
  'protocol/configuration/ACLManager.sol:ACLManager',
  'protocol/configuration/PriceOracleSentinel.sol:PriceOracleSentinel',
  'mocks/oracle/SequencerOracle.sol:SequencerOracle',
  'protocol/pool/Pool.sol:Pool',
  'protocol/pool/PoolConfigurator.sol:PoolConfigurator',
  'protocol/pool/DefaultReserveInterestRateStrategy.sol:DefaultReserveInterestRateStrategy',
  'protocol/tokenization/AToken.sol:AToken',
  'protocol/tokenization/StableDebtToken.sol:StableDebtToken',
  'protocol/tokenization/VariableDebtToken.sol:VariableDebtToken',
  'misc/AaveOracle.sol:AaveOracle',
  'misc/AaveProtocolDataProvider.sol:AaveProtocolDataProvider',
];

// venus is a package whose dependencies can't all be installed, and of which little is needed: it is taken by itself.
const venus = {
  name: '@venusprotocol/venus-protocol@10.3.0',
  integrity: 'qGvjvUgYhK5REF/Cj4Lg4FNBMrEscnSSxr4sHL4WDlb2woPucvqLfGkw/f3XKFanf+lWD1G4K0Gzpdc430+BeQ==', // sha512
  contracts: [
    'Comptroller/Unitroller.sol:Unitroller',
    'Comptroller/Diamond/Diamond.sol:Diamond',
    'Comptroller/Diamond/facets/MarketFacet.sol:MarketFacet',
    'Comptroller/Diamond/facets/PolicyFacet.sol:PolicyFacet',
    'Comptroller/Diamond/facets/SetterFacet.sol:SetterFacet',
    'Comptroller/Diamond/facets/RewardFacet.sol:RewardFacet',
    'Lens/ComptrollerLens.sol:ComptrollerLens',
    'Tokens/VTokens/VBep20Delegate.sol:VBep20Delegate',
    'Tokens/VTokens/VBep20Delegator.sol:VBep20Delegator',
    'Tokens/VAI/VAI.sol:VAI',
    'Tokens/VAI/VAIUnitroller.sol:VAIUnitroller',
    'Tokens/VAI/VAIController.sol:VAIController',
    'InterestRateModels/JumpRateModel.sol:JumpRateModel',
    'InterestRateModels/TwoKinksInterestRateModel.sol:TwoKinksInterestRateModel',
  ],
};

const remappings = {
  'openzeppelin-contracts/contracts/': '@openzeppelin/contracts/',
  'openzeppelin-contracts-upgradeable/contracts/': '@openzeppelin/contracts-upgradeable/',
  'solidity-utils/': '@bgd-labs/solidity-utils/src/',
};

const locked = (work) => {
  const lock = path.join(bundle, 'lock');
  fs.mkdirSync(bundle, { recursive: true });
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!alive(readStamp(lock))) fs.rmSync(lock, { force: true });
      else Atomics.wait(pause, 0, 0, 200);
    }
  }
  try {
    work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
};

// alive gives a holder that has not yet written its number the benefit of the doubt.
const alive = (pid) => {
  if (pid === '') return true;
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch {
    return false;
  }
};

const install = () => {
  const stamp = path.join(modules, '.stamp');
  const want = digest(at('package-lock.json'));
  if (readStamp(stamp) === want) return;
  execFileSync('npm', ['ci', '--ignore-scripts'], { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] });
  fs.writeFileSync(stamp, want);
};

const resolve = (name) => {
  const prefix = Object.keys(remappings)
    .filter((from) => name.startsWith(from))
    .sort((a, b) => b.length - a.length)[0];
  const file = prefix ? remappings[prefix] + name.slice(prefix.length) : name;
  return path.join(modules, file);
};

const compile = (sources, wanted, compiler = 'solc', settings = {}) => {
  const solc = createRequire(import.meta.url)(compiler);
  const input = {
    language: 'Solidity',
    sources,
    settings: {
      evmVersion: 'shanghai',
      optimizer: { enabled: true, runs: 200 },
      ...settings,
      metadata: { bytecodeHash: 'none' },
      outputSelection: Object.fromEntries(
        wanted.map(([file, name]) => [file, { [name]: ['abi', 'evm.bytecode.object', 'evm.bytecode.linkReferences'] }]),
      ),
    },
  };
  const find = (name) => ({ contents: fs.readFileSync(resolve(name), 'utf8') });
  const output = JSON.parse(solc.compile(JSON.stringify(input), { import: find }));
  const errors = (output.errors ?? []).filter((entry) => entry.severity === 'error');
  if (errors.length > 0) throw new Error(errors.map((entry) => entry.formattedMessage).join('\n'));
  return (file, name) => {
    const { abi, evm } = output.contracts[file][name];
    return { abi, bytecode: evm.bytecode.object, linkReferences: evm.bytecode.linkReferences };
  };
};

// collect takes the wanted contracts and, through their link references, every library that they need.
const collect = (wanted, load) => {
  const found = {};
  const queue = [...wanted];
  while (queue.length > 0) {
    const [file, name] = queue.pop();
    if (found[name]) continue;
    const { abi, bytecode, linkReferences } = load(file, name);
    const links = [];
    for (const [libraryFile, libraries] of Object.entries(linkReferences)) {
      for (const [library, places] of Object.entries(libraries)) {
        queue.push([libraryFile, library]);
        for (const { start } of places) links.push({ library, offset: start });
      }
    }
    found[name] = { abi, bytecode: bytecode.replace(/^0x/, '').replace(/__.{36}__/g, '0'.repeat(40)), links };
  }
  return found;
};

const split = (names, prefix) => names.map((name) => (prefix + name).split(':'));

const fromSources = (prefix, names) => {
  const wanted = split(names, prefix);
  const sources = Object.fromEntries(
    wanted.map(([file]) => [file, { content: fs.readFileSync(resolve(file), 'utf8') }]),
  );
  for (const file of upgradeSources) {
    sources[file] = { content: fs.readFileSync(at('src', 'upgrade', file), 'utf8') };
    wanted.push([file, file.replace('.sol', '')]);
  }
  // Libraries are named only by the link references, so all of them are asked for.
  const logic = path.join(modules, prefix, 'protocol/libraries/logic');
  const libraries = fs.readdirSync(logic).map((name) => [
    `${prefix}protocol/libraries/logic/${name}`,
    name.replace('.sol', ''),
  ]);
  return collect(wanted, compile(sources, [...wanted, ...libraries]));
};

// Morpho Blue is compiled as it was for its deployment.
const fromMorpho = () => {
  const wanted = [['@morpho-org/morpho-blue/src/Morpho.sol', 'Morpho']];
  const sources = { [wanted[0][0]]: { content: fs.readFileSync(resolve(wanted[0][0]), 'utf8') } };
  const settings = { evmVersion: 'paris', viaIR: true, optimizer: { enabled: true, runs: 999999 } };
  return collect(wanted, compile(sources, wanted, 'solc-0.8.19', settings));
};

const fromArtifacts = (prefix, names) =>
  collect(split(names, 'contracts/'), (file, name) =>
    JSON.parse(fs.readFileSync(path.join(modules, prefix, 'artifacts', file, `${name}.json`), 'utf8')),
  );

const fromVenus = () => {
  const folder = path.join(bundle, venus.name.replaceAll('/', '-')); // kept: the package is large
  const wanted = split(venus.contracts, 'contracts/');
  const artifact = ([source, name]) => `package/artifacts/${source}/${name}.json`;
  if (!wanted.every((one) => fs.existsSync(path.join(folder, artifact(one))))) {
    fs.mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['pack', '--silent', venus.name, '--pack-destination', folder], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const file = path.join(folder, fs.readdirSync(folder).find((name) => name.endsWith('.tgz')));
    const found = createHash('sha512').update(fs.readFileSync(file)).digest('base64');
    if (found !== venus.integrity) throw new Error(`${venus.name} is not the package that was pinned`);
    execFileSync('tar', ['-xzf', file, '-C', folder, ...wanted.map(artifact)]);
    fs.rmSync(file);
  }
  return collect(wanted, (...one) => JSON.parse(fs.readFileSync(path.join(folder, artifact(one)), 'utf8')));
};

const fromOwn = () => {
  const wanted = ownSources.map((file) => [file, file.replace('.sol', '')]);
  const sources = Object.fromEntries(
    ownSources.map((file) => [file, { content: fs.readFileSync(at('src', file), 'utf8') }]),
  );
  return collect(wanted, compile(sources, wanted));
};

const write = (name, content) => {
  const file = path.join(bundle, name);
  fs.writeFileSync(`${file}.new`, content);
  fs.renameSync(`${file}.new`, file);
};

const stamp = path.join(bundle, 'stamp');
const want = digest(
  at('package-lock.json'),
  at('build.mjs'),
  ...ownSources.map((name) => at('src', name)),
  ...upgradeSources.map((name) => at('src', 'upgrade', name)),
);
locked(() => {
  if (readStamp(stamp) === want) return;
  install();
  write('local.json', JSON.stringify(fromOwn()));
  write('aave-2.json', JSON.stringify(fromArtifacts('@aave/protocol-v2', aave2)));
  write('aave-3.0.0.json', JSON.stringify(fromArtifacts('aave-core-v3-3.0.0', aave30)));
  write('aave-3.0.2.json', JSON.stringify(fromArtifacts('@aave/core-v3', aave30)));
  write('aave-3.6.json', JSON.stringify(fromSources('@aave-dao/aave-v3-origin/src/contracts/', aave36)));
  write('morpho-blue.json', JSON.stringify(fromMorpho()));
  write('venus-core.json', JSON.stringify(fromVenus()));
  write('stamp', want);
});
