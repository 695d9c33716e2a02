package rpc

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"sync"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Types of transactions that pay in other ways too.
const (
	blobType = 0x03
	celoType = 0x7b // may pay in tokens
)

// costs are what a receipt says of prices, as it is written: most receipts are
// of transactions whose fees nobody asks for.
type costs struct {
	told  bool   // how much gas was used
	price []byte // of a unit of gas
	place []byte // what a rollup took for the place on its parent chain
	// more says that an operator took a fee, by rules that differ from release to
	// release.
	more bool
}

// fee is what the receipt's transaction paid, nil where that can't be known.
func (r *receipt) fee() *uint256.Int {
	if !r.costs.told || r.kind == blobType || r.kind == celoType || r.costs.more {
		return nil
	}
	fee, ok := amount(r.costs.price)
	if !ok {
		return nil
	}
	if _, over := fee.MulOverflow(fee, uint256.NewInt(r.gas)); over {
		return nil
	}
	if nothing(r.costs.place) {
		return fee
	}
	place, ok := amount(r.costs.place)
	if !ok {
		return nil
	}
	if _, over := fee.AddOverflow(fee, place); over {
		return nil
	}
	return fee
}

// amount reads a quantity of up to 256 bits.
func amount(text []byte) (*uint256.Int, bool) {
	z, err := uint256.FromHex(string(bytes.Trim(text, `"`)))
	return z, err == nil
}

// nothing reports whether a member is absent, null or zero.
func nothing(text []byte) bool {
	z, ok := amount(text)
	return len(text) == 0 || string(text) == "null" || ok && z.IsZero()
}

// paidBy are the fees of the transactions with wanted logs.
func paidBy(all []receipt, logs []types.Log, want chain.Filter) map[common.Hash]*uint256.Int {
	paid := make(map[common.Hash]*uint256.Int)
	for i := range all {
		for k := all[i].from; k < all[i].to; k++ {
			if want.Wants(&logs[k]) {
				paid[logs[k].TxHash] = all[i].fee()
				break
			}
		}
	}
	return paid
}

// maxPaid is how many blocks' payments are remembered.
const maxPaid = 64

// payments are what transactions paid, by block. When they are full they start
// anew.
type payments struct {
	mu     sync.Mutex
	blocks map[common.Hash]map[common.Hash]*uint256.Int
}

func (p *payments) keep(block common.Hash, paid map[common.Hash]*uint256.Int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.blocks == nil || len(p.blocks) >= maxPaid {
		p.blocks = make(map[common.Hash]map[common.Hash]*uint256.Int)
	}
	if p.blocks[block] == nil {
		p.blocks[block] = paid
		return
	}
	maps.Copy(p.blocks[block], paid)
}

// of returns what is remembered of transactions, and which aren't.
func (p *payments) of(block common.Hash, txs []common.Hash) (fees []*uint256.Int, missing []int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	fees = make([]*uint256.Int, len(txs))
	for i, tx := range txs {
		fee, known := p.blocks[block][tx]
		if fees[i] = fee; !known {
			missing = append(missing, i)
		}
	}
	return fees, missing
}

// keepPaid remembers what came with the logs of blocks.
func (c *Client) keepPaid(queries []chain.LogQuery, parts [][]part) {
	for i := range queries {
		for _, p := range parts[i] {
			if queries[i].Block != nil && *p.err == nil && len(*p.paid) > 0 {
				c.paid.keep(queries[i].Block.Hash, *p.paid)
			}
		}
	}
}

// Fees are remembered from the receipts that the block's logs came out of, and
// asked for otherwise; see chain.Node.
func (c *Client) Fees(ctx context.Context, at chain.Ref, txs []common.Hash) ([]*uint256.Int, error) {
	fees, missing := c.paid.of(at.Hash, txs)
	if len(missing) == 0 {
		return fees, nil
	}
	asked, err := put(ctx, c, effort{goneTries: 1, hedge: true}, func(*endpoint, *link) ([]*call, func() ([]*uint256.Int, error)) {
		calls, answers := make([]*call, len(missing)), make([]*uint256.Int, len(missing))
		for i, tx := range missing {
			calls[i] = askFee(at, txs[tx], &answers[i])
		}
		return calls, func() ([]*uint256.Int, error) { return answers, nil }
	})
	if err != nil {
		return nil, fmt.Errorf("asking what transactions of block %s paid: %w", at, err)
	}
	for i, tx := range missing {
		fees[tx] = asked[i]
	}
	return fees, nil
}

// askFee asks for the receipt of a transaction. One that the node puts into
// another block, or doesn't have, leaves the fee unknown.
func askFee(at chain.Ref, tx common.Hash, fee **uint256.Int) *call {
	return &call{
		method: MethodReceipt, params: []any{tx},
		decode: func(s *scanner) (err error) {
			*fee = nil
			if s.peek() == 'n' {
				return s.word("null")
			}
			var block, of common.Hash
			var r receipt
			ls := &logScanner{scanner: s}
			err = s.object(func(name []byte) error {
				switch string(name) {
				case "blockHash":
					return s.fixed(block[:])
				case "transactionHash":
					return s.fixed(of[:])
				case "logs":
					return s.skip(maxDepth)
				}
				return ls.ofReceipt(&r, name, nil)
			})
			if err == nil && block == at.Hash && of == tx {
				*fee = r.fee()
			}
			return err
		},
		settle: func(r *refusal) (Reason, bool) {
			*fee = nil
			return ReasonRefused, !r.limited() // what one node can't tell stops nobody
		},
	}
}
