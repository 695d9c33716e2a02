// Package devnet is a chain on one's own machine with genuine lending contracts on it: what the demo shows
// and what the end-to-end tests drive.
//
// A [Node] is a chain that moves only when told to: [Geth] runs go-ethereum in-process, [Anvil] starts the
// anvil program. A [Chain] signs and sends calls through a node and hands back the receipts of each block.
// A [Market] is an Aave v3 market deployed on a chain; every version is driven by the same operations. A
// [Play] is a seeded story told on a market: accounts, interest, a crash, liquidations, a reorg.
//
// The contracts come from the bundle that contracts/build.mjs makes out of pinned packages. Protocol code and
// its bytecode never enter the repository, the lending code is never replaced by a look-alike, and this
// package never becomes part of the shipped program: go-ethereum's node is larger than all the rest.
package devnet
