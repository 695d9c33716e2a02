import { createConfig } from 'ponder';
import { parseAbi } from 'viem';

// What the benchmark tells: a node, and where a market's contracts are on it.
const told = JSON.parse(process.env.MARKET!);

export default createConfig({
  chains: { local: { id: 31337, rpc: told.node } },
  contracts: {
    Pool: {
      chain: 'local',
      abi: parseAbi([
        'event ReserveDataUpdated(address indexed reserve, uint256 liquidityRate, uint256 stableBorrowRate, uint256 variableBorrowRate, uint256 liquidityIndex, uint256 variableBorrowIndex)',
        'event ReserveUsedAsCollateralEnabled(address indexed reserve, address indexed user)',
      ]),
      address: told.pool,
      startBlock: 1,
      endBlock: told.to,
    },
    Token: {
      chain: 'local',
      abi: parseAbi([
        'event Transfer(address indexed from, address indexed to, uint256 value)',
        'event Mint(address indexed caller, address indexed onBehalfOf, uint256 value, uint256 balanceIncrease, uint256 index)',
        'event Burn(address indexed from, address indexed target, uint256 value, uint256 balanceIncrease, uint256 index)',
      ]),
      address: told.tokens,
      startBlock: 1,
      endBlock: told.to,
    },
  },
});
