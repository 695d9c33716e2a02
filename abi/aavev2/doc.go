// Package aavev2 is the interface of Aave v2's contracts, as much of it as brink
// reads: calls to pack and unpack, and events for the tests of the decoders in
// protocols/aavev2. The JSON files are the source, the Go files are generated.
//
// What only some releases answer stands here too: an oracle names its base by
// WETH or by BASE_CURRENCY, and a collateral manager may have a close factor
// and a sentinel or not. Getters of a struct of one word are given as that word.
package aavev2

//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev2 --abi LendingPoolAddressesProvider.json --type LendingPoolAddressesProvider --out lending_pool_addresses_provider.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev2 --abi LendingPool.json --type LendingPool --out lending_pool.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev2 --abi LendingPoolConfigurator.json --type LendingPoolConfigurator --out lending_pool_configurator.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev2 --abi LendingPoolCollateralManager.json --type LendingPoolCollateralManager --out lending_pool_collateral_manager.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev2 --abi LiquidationsGraceSentinel.json --type LiquidationsGraceSentinel --out liquidations_grace_sentinel.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev2 --abi AaveOracle.json --type AaveOracle --out aave_oracle.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev2 --abi AToken.json --type AToken --out a_token.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev2 --abi VariableDebtToken.json --type VariableDebtToken --out variable_debt_token.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev2 --abi StableDebtToken.json --type StableDebtToken --out stable_debt_token.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev2 --abi PriceFeed.json --type PriceFeed --out price_feed.go
