// Package morphoblue is the interface of Morpho Blue, its interest rate models, the
// oracles of its markets and the contracts of pre-liquidation, as much of it as
// brink reads: calls to pack and unpack, and events for the tests of the decoders
// in protocols/morphoblue. The JSON files are the source, the Go files are generated.
package morphoblue

//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg morphoblue --abi Morpho.json --type Morpho --out morpho.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg morphoblue --abi Irm.json --type Irm --out irm.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg morphoblue --abi Oracle.json --type Oracle --out oracle.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg morphoblue --abi Token.json --type Token --out token.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg morphoblue --abi Feed.json --type Feed --out feed.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg morphoblue --abi PreLiquidation.json --type PreLiquidation --out pre_liquidation.go
