// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.27;

/// An interest rate model for Morpho that moves as its adaptive curve does: a straight line on either side of nine
/// tenths lent out, whose height drifts exponentially with the distance from there. Rates are a second, scaled by
/// 1e18; all divisions go towards zero.
contract CurveIrm {
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

  event BorrowRateUpdate(bytes32 indexed id, uint256 avgBorrowRate, uint256 rateAtTarget);

  int256 private constant ONE = 1e18;
  int256 private constant TARGET = 9e17;
  int256 private constant SPEED = 50e18 / int256(365 days);
  int256 private constant FIRST = 0.04e18 / int256(365 days);
  int256 private constant LEAST = 0.001e18 / int256(365 days);
  int256 private constant MOST = 2e18 / int256(365 days);
  int256 private constant LN2 = 693147180559945309;

  address public immutable MORPHO;
  mapping(bytes32 => int256) public rateAtTarget;

  constructor(address morpho) {
    MORPHO = morpho;
  }

  function borrowRate(MarketParams memory params, Market memory market) external returns (uint256 rate) {
    require(msg.sender == MORPHO, "not Morpho");
    bytes32 id = keccak256(abi.encode(params));
    (rate, rateAtTarget[id]) = rates(rateAtTarget[id], market);
    emit BorrowRateUpdate(id, rate, uint256(rateAtTarget[id]));
  }

  function borrowRateView(MarketParams memory params, Market memory market) external view returns (uint256 rate) {
    (rate, ) = rates(rateAtTarget[keccak256(abi.encode(params))], market);
  }

  /// The mean rate since the last update, and the height of the curve now.
  function rates(int256 start, Market memory market) private view returns (uint256, int256) {
    int256 lent;
    if (market.totalSupplyAssets > 0) {
      lent = (int256(uint256(market.totalBorrowAssets)) * ONE) / int256(uint256(market.totalSupplyAssets));
    }
    int256 off = ((lent - TARGET) * ONE) / (lent > TARGET ? ONE - TARGET : TARGET);
    (int256 mean, int256 end) = (FIRST, FIRST);
    if (start != 0) {
      int256 drift = ((SPEED * off) / ONE) * int256(block.timestamp - market.lastUpdate);
      (mean, end) = (start, start);
      if (drift != 0) {
        end = drifted(start, drift);
        mean = (start + end + 2 * drifted(start, drift / 2)) / 4;
      }
    }
    int256 steepness = off < 0 ? ONE - (ONE * ONE) / (4 * ONE) : 3 * ONE;
    return (uint256((((steepness * off) / ONE + ONE) * mean) / ONE), end);
  }

  function drifted(int256 start, int256 by) private pure returns (int256 z) {
    z = (start * exp(by)) / ONE;
    if (z < LEAST) return LEAST;
    if (z > MOST) return MOST;
  }

  /// e to the power of x: a power of two times a short series.
  function exp(int256 x) private pure returns (int256) {
    if (x < -41446531673892822312) return 0;
    if (x >= 93859467695000404319) return 57716089161558943949701069502944508345128422502756744429568;
    int256 twos = (x + (x < 0 ? -(LN2 / 2) : LN2 / 2)) / LN2;
    int256 rest = x - twos * LN2;
    int256 series = ONE + rest + (rest * rest) / ONE / 2;
    return twos >= 0 ? series << uint256(twos) : series >> uint256(-twos);
  }
}
