// Package aavev3 is the interface of Aave v3's contracts, as much of it as brink
// reads: calls to pack and unpack, and events for the tests of the decoders in
// protocols/aavev3. The JSON files are the source, the Go files are generated.
//
// Where a word of a tuple was renamed between versions its first name stands.
package aavev3

//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev3 --abi PoolAddressesProvider.json --type PoolAddressesProvider --out pool_addresses_provider.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev3 --abi Pool.json --type Pool --out pool.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev3 --abi PoolConfigurator.json --type PoolConfigurator --out pool_configurator.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev3 --abi ScaledBalanceToken.json --type ScaledBalanceToken --out scaled_balance_token.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev3 --abi StableDebtToken.json --type StableDebtToken --out stable_debt_token.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev3 --abi AaveOracle.json --type AaveOracle --out aave_oracle.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg aavev3 --abi PriceOracleSentinel.json --type PriceOracleSentinel --out price_oracle_sentinel.go
