// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.27;

/// What stands around Venus and doesn't lend: both of its price oracles, whose prices are what they were last
/// told, the register of permissions, which grants everything, and the place where reserves go.
contract VenusDesk {
  mapping(address => uint256) public getUnderlyingPrice;

  function set(address token, uint256 price) external {
    getUnderlyingPrice[token] = price;
  }

  function getBoundedPricesView(address token) public view returns (uint256 collateral, uint256 debt) {
    return (getUnderlyingPrice[token], getUnderlyingPrice[token]);
  }

  function updateProtectionState(address token) external view returns (uint256 collateral, uint256 debt) {
    return getBoundedPricesView(token);
  }

  function isAllowedToCall(address, string calldata) external pure returns (bool) {
    return true;
  }

  function updateAssetsState(address, address, uint8) external {}
}
