// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.27;

/// An ERC-20 that anybody may mint. A spender named by `trust` needs no approval from anybody, so that a
/// script with hundreds of accounts spends its transactions on the market and not on approvals.
contract Token {
  event Transfer(address indexed from, address indexed to, uint256 value);
  event Approval(address indexed owner, address indexed spender, uint256 value);

  string public name;
  string public symbol;
  uint8 public immutable decimals;
  uint256 public totalSupply;
  mapping(address => uint256) public balanceOf;
  mapping(address => bool) public trusted;
  mapping(address => mapping(address => uint256)) private approved;

  constructor(string memory name_, string memory symbol_, uint8 decimals_) {
    name = name_;
    symbol = symbol_;
    decimals = decimals_;
  }

  function trust(address spender) external {
    trusted[spender] = true;
  }

  function mint(address to, uint256 value) public {
    totalSupply += value;
    balanceOf[to] += value;
    emit Transfer(address(0), to, value);
  }

  function mintAll(address[] calldata to, uint256 value) external {
    for (uint256 i = 0; i < to.length; i++) mint(to[i], value);
  }

  function allowance(address owner, address spender) public view returns (uint256) {
    return trusted[spender] ? type(uint256).max : approved[owner][spender];
  }

  function approve(address spender, uint256 value) external returns (bool) {
    approved[msg.sender][spender] = value;
    emit Approval(msg.sender, spender, value);
    return true;
  }

  function transfer(address to, uint256 value) external returns (bool) {
    move(msg.sender, to, value);
    return true;
  }

  function transferFrom(address from, address to, uint256 value) external returns (bool) {
    uint256 left = allowance(from, msg.sender);
    require(left >= value, "allowance too small");
    if (left != type(uint256).max) approved[from][msg.sender] = left - value;
    move(from, to, value);
    return true;
  }

  function move(address from, address to, uint256 value) private {
    require(balanceOf[from] >= value, "balance too small");
    balanceOf[from] -= value;
    balanceOf[to] += value;
    emit Transfer(from, to, value);
  }
}
