// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.27;

/// An interest rate model for Morpho that nothing else follows: what it asks for rises with what is lent out, and
/// with the time since anybody last looked. It keeps nothing and says nothing.
contract SlopeIrm {
  struct MarketParams {
    address loanToken;
    address collateralToken;
    address oracle;
    address irm;
    uint256 lltv;
  }

  struct Market {
    uint128 totalSupplyAssets;
    uint128 totalSupplyShares;
    uint128 totalBorrowAssets;
    uint128 totalBorrowShares;
    uint128 lastUpdate;
    uint128 fee;
  }

  uint256 public base = 300_000_000; // a second, scaled by 1e18: about a hundredth a year
  uint256 public slope = 3_000_000_000;

  function set(uint256 base_, uint256 slope_) external {
    (base, slope) = (base_, slope_);
  }

  function borrowRateView(MarketParams memory, Market memory market) public view returns (uint256) {
    uint256 lent = market.totalSupplyAssets == 0
      ? 0
      : (slope * market.totalBorrowAssets) / market.totalSupplyAssets;
    return base + lent + (block.timestamp - market.lastUpdate);
  }

  function borrowRate(MarketParams memory params, Market memory market) external view returns (uint256) {
    return borrowRateView(params, market);
  }
}
