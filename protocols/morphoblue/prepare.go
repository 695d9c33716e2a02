package morphoblue

import (
	abi "brink/abi/morphoblue"
	"brink/abi/word"
	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// calls packs the calls of the contracts.
var calls = struct {
	morpho *abi.Morpho
	irm    *abi.Irm
	oracle *abi.Oracle
	token  *abi.Token
	feed   *abi.Feed
}{abi.NewMorpho(), abi.NewIrm(), abi.NewOracle(), abi.NewToken(), abi.NewFeed()}

// fact is what a token, and the feed that is configured for it, said of itself.
// It belongs to no block and is not undone.
type fact struct {
	symbol             [32]byte
	decimals, feedUnit uint8
	known, priced      bool
}

// Prepare implements protocols.Protocol.
func (p *Protocol) Prepare(logs []types.Log) chain.Query {
	p.reading = reading{}
	var b chain.Questions
	for i := range logs {
		l := &logs[i]
		if l.Address != p.morpho || len(l.Topics) == 0 || l.Topics[0] != topicCreateMarket {
			continue
		}
		if e, ok := readCreateMarket(l); ok {
			p.prepareToken(&b, e.loanToken)
			p.prepareToken(&b, e.collateralToken)
		}
	}
	return b.Query()
}

func (p *Protocol) prepareToken(b *chain.Questions, token common.Address) {
	if _, asked := p.facts[token]; asked || token == (common.Address{}) {
		return
	}
	var f fact
	b.Ask(token, calls.token.PackSymbol(), func(r chain.Result) error {
		if !r.Reverted {
			f.symbol = word.Symbol(r.Data)
		}
		return nil
	})
	p.prepareSource(b, token, &f)
	b.Ask(token, calls.token.PackDecimals(), func(r chain.Result) error {
		f.decimals, f.known = decimalsOf(r)
		p.facts[token] = f
		return nil
	})
}

// mostDecimals is beyond any token's; a power of ten that fits in 256 bits.
const mostDecimals = 38

func decimalsOf(r chain.Result) (uint8, bool) {
	z, ok := r.Uint(0)
	if !ok || z.GtUint64(mostDecimals) {
		return 0, false
	}
	return uint8(z.Uint64()), true
}
