package morphoblue

import (
	abi "brink/abi/morphoblue"
	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
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
	var b queryBuilder
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
	return b.query()
}

func (p *Protocol) prepareToken(b *queryBuilder, token common.Address) {
	if _, asked := p.facts[token]; asked || token == (common.Address{}) {
		return
	}
	var f fact
	b.ask(token, calls.token.PackSymbol(), func(r chain.Result) error {
		f.symbol = symbolOf(r)
		return nil
	})
	if feed, given := p.feeds[token]; given {
		b.ask(feed, calls.feed.PackDecimals(), func(r chain.Result) error {
			f.feedUnit, f.priced = decimalsOf(r)
			return nil
		})
	}
	b.ask(token, calls.token.PackDecimals(), func(r chain.Result) error {
		f.decimals, f.known = decimalsOf(r)
		p.facts[token] = f
		return nil
	})
}

// wordOf is a word of an answer that has it.
func wordOf(r chain.Result, i int) (z uint256.Int) {
	z.SetBytes32(r.Data[32*i : 32*i+32])
	return z
}

// uintOf is an answer of one word.
func uintOf(r chain.Result) (z uint256.Int, ok bool) {
	w, ok := r.Word(0)
	if ok {
		z.SetBytes32(w)
	}
	return z, ok
}

// mostDecimals is beyond any token's; a power of ten that fits in 256 bits.
const mostDecimals = 38

func decimalsOf(r chain.Result) (uint8, bool) {
	z, ok := uintOf(r)
	if !ok || z.GtUint64(mostDecimals) {
		return 0, false
	}
	return uint8(z.Uint64()), true
}

// symbolOf reads a token's symbol, which old tokens answer as a bytes32. What
// isn't text a person can read is left out.
func symbolOf(r chain.Result) (s [32]byte) {
	if r.Reverted {
		return s
	}
	text := r.Data
	if t, err := calls.token.UnpackSymbol(r.Data); err == nil {
		text = []byte(t)
	} else if len(text) != 32 {
		return s
	}
	n := 0
	for _, c := range text {
		if c > ' ' && c < 0x7f && n < len(s) {
			s[n] = c
			n++
		}
	}
	return s
}

// queryBuilder gathers calls with what each answer is for.
type queryBuilder struct {
	calls   []chain.Call
	answers []func(chain.Result) error
}

func (b *queryBuilder) ask(to common.Address, data []byte, answer func(chain.Result) error) {
	b.calls = append(b.calls, chain.Call{To: to, Data: data})
	b.answers = append(b.answers, answer)
}

func (b *queryBuilder) query() chain.Query {
	if len(b.calls) == 0 {
		return chain.Query{}
	}
	answers := b.answers
	return chain.Query{Calls: b.calls, Answer: func(results []chain.Result) error {
		for i, answer := range answers {
			if err := answer(results[i]); err != nil {
				return err
			}
		}
		return nil
	}}
}
