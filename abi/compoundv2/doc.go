// Package compoundv2 is the interface of the contracts of Compound v2 and of
// what descends from it, as much of it as brink reads: calls to pack and unpack,
// and events for the tests of the decoders in protocols/compoundv2. The JSON
// files are the source, the Go files are generated.
//
// A function that only some of the descendants have stands beside the others,
// as does an answer that some of them give more words of; events stand as one
// of them declares them.
package compoundv2

//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg compoundv2 --abi Comptroller.json --type Comptroller --out comptroller.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg compoundv2 --abi CToken.json --type CToken --out c_token.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg compoundv2 --abi PriceOracle.json --type PriceOracle --out price_oracle.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg compoundv2 --abi VAIController.json --type VAIController --out vai_controller.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg compoundv2 --abi Liquidator.json --type Liquidator --out liquidator.go
