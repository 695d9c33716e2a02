// Package compoundv3 is the interface of Compound III, whose contract is called
// Comet, of its assets and of price feeds, as much of it as brink reads: calls to
// pack and unpack, and events for the tests of the decoders in
// protocols/compoundv3. The JSON files are the source, the Go files are generated.
package compoundv3

//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg compoundv3 --abi Comet.json --type Comet --out comet.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg compoundv3 --abi Token.json --type Token --out token.go
//go:generate go run github.com/ethereum/go-ethereum/cmd/abigen@v1.17.10 --v2 --pkg compoundv3 --abi Feed.json --type Feed --out feed.go
