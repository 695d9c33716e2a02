// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.27;

/// Takes flash loans and agrees to whatever becomes of them: a loan that is left open as debt, or one that
/// the pool takes back, for which it must hold the premium.
contract Borrower {
  function executeOperation(
    address[] calldata,
    uint256[] calldata,
    uint256[] calldata,
    address,
    bytes calldata
  ) external pure returns (bool) {
    return true;
  }
}
