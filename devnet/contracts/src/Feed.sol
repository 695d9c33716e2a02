// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.27;

/// A price feed that says what it was last told, with the reading side of a Chainlink aggregator.
contract Feed {
  event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt);

  string public description;
  uint8 public immutable decimals;
  int256 public latestAnswer;
  uint256 public latestTimestamp;
  uint80 public latestRound;

  constructor(string memory description_, uint8 decimals_, int256 answer) {
    description = description_;
    decimals = decimals_;
    set(answer);
  }

  /// The aggregator behind this feed is the feed itself: there is no proxy before it.
  function aggregator() external view returns (address) {
    return address(this);
  }

  function set(int256 answer) public {
    latestAnswer = answer;
    latestTimestamp = block.timestamp;
    latestRound++;
    emit AnswerUpdated(answer, latestRound, block.timestamp);
  }

  function latestRoundData()
    external
    view
    returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
  {
    return (latestRound, latestAnswer, latestTimestamp, latestTimestamp, latestRound);
  }
}
