// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.27;

/// A price of one token in another that is what it was last told, as Morpho reads it: scaled by 1e36. It can be
/// told to refuse, as an oracle does whose feeds are stale.
contract Oracle {
  uint256 private answer;
  bool public silent;

  constructor(uint256 answer_) {
    answer = answer_;
  }

  function set(uint256 answer_) external {
    answer = answer_;
  }

  function silence(bool silent_) external {
    silent = silent_;
  }

  function price() external view returns (uint256) {
    require(!silent, "oracle: no price");
    return answer;
  }
}
