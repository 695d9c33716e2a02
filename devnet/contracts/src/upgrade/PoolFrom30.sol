// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.27;

import {IERC20} from '@aave-dao/aave-v3-origin/src/contracts/dependencies/openzeppelin/contracts/IERC20.sol';
import {PoolInstance} from '@aave-dao/aave-v3-origin/src/contracts/instances/PoolInstance.sol';
import {IPoolAddressesProvider} from '@aave-dao/aave-v3-origin/src/contracts/interfaces/IPoolAddressesProvider.sol';
import {IReserveInterestRateStrategy} from '@aave-dao/aave-v3-origin/src/contracts/interfaces/IReserveInterestRateStrategy.sol';
import {DataTypes} from '@aave-dao/aave-v3-origin/src/contracts/protocol/libraries/types/DataTypes.sol';

/// The pool of 3.6 for a market that ran 3.0 until now. Markets came here through every version between; what the
/// payloads of those upgrades did to the pool's storage is done at once: the pool's own record of its money
/// begins, in place of unbacked aTokens, and that of its deficits, in place of the stable rate.
contract PoolFrom30 is PoolInstance {
  constructor(
    IPoolAddressesProvider provider,
    IReserveInterestRateStrategy rates
  ) PoolInstance(provider, rates) {}

  function initialize(IPoolAddressesProvider provider) external override initializer {
    require(provider == ADDRESSES_PROVIDER, 'another market');
    for (uint256 i = 0; i < _reservesCount; i++) {
      DataTypes.ReserveData storage reserve = _reserves[_reservesList[i]];
      reserve.virtualUnderlyingBalance = uint128(
        IERC20(_reservesList[i]).balanceOf(reserve.aTokenAddress)
      );
      reserve.deficit = 0;
    }
  }
}
