package storetest

import (
	"encoding/json"
	"fmt"
	"strconv"

	"brink/chain"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// fataler is what testing and rapid have in common.
type fataler interface {
	Helper()
	Fatalf(format string, args ...any)
}

// chooser answers a number below n: a random source, or always the same.
type chooser func(n int) int

// always chooses the first.
func always(int) int { return 0 }

// world is a chain that grows and forks, and what its shard says about it.
type world struct {
	shard string
	chain uint64
	// blocks are those of the canonical chain since the start.
	blocks []chain.Head
	facts  map[common.Hash][]feed.Entry
	safe   uint64
	final  uint64
	serial int
	last   feed.Batch
}

func newWorld(shard string, chainID uint64) *world {
	start := chain.Head{Ref: chain.Ref{Number: 100}, Time: 1_000}
	return &world{shard: shard, chain: chainID, blocks: []chain.Head{start}, facts: map[common.Hash][]feed.Entry{}}
}

func (w *world) tip() chain.Head { return w.blocks[len(w.blocks)-1] }

// batch is the next step: mostly forward, sometimes back or on the spot.
func (w *world) batch(choose chooser) feed.Batch {
	switch choose(6) {
	case 1:
		if w.tip().Number > w.final && len(w.blocks) > 1 {
			return w.undo()
		}
	case 2:
		return w.stay(choose)
	case 3:
		if len(w.blocks) > 3 {
			return w.jump(choose)
		}
	}
	return w.forward(choose)
}

// forward adds a block with some entries. Choosing 0 always, it has five
// entries about five subjects and a final block five back.
func (w *world) forward(choose chooser) feed.Batch {
	w.serial++
	from := w.tip()
	to := chain.Head{Ref: chain.Ref{Number: from.Number + 1}, Time: from.Time + uint64(choose(3))}
	to.Hash = crypto.Keccak256Hash([]byte(w.shard), []byte(strconv.Itoa(w.serial)))
	w.blocks = append(w.blocks, to)
	if back := uint64(choose(8) + 5); to.Number > back {
		w.final = max(w.final, to.Number-back)
		w.safe = max(w.final, to.Number-back/2)
	}
	entries := []feed.Entry{w.state(to, 0, choose)}
	for i := 1 + choose(3); i < 5; i++ {
		if choose(3) == 1 {
			entries = append(entries, w.liquidation(to, i, choose))
		} else {
			entries = append(entries, w.state(to, i, choose))
		}
	}
	for _, e := range entries {
		if feed.Fact(e.Type) {
			w.facts[to.Hash] = append(w.facts[to.Hash], e)
		}
	}
	return w.done(feed.Batch{From: from.Ref, To: to.Ref, Time: to.Time, Entries: entries})
}

// jump goes to a block of another branch at once, as a shard does whose chain
// changed while it was down.
func (w *world) jump(choose chooser) feed.Batch {
	from := w.tip()
	for w.tip().Number > max(w.final, w.blocks[1].Number) && choose(3) > 0 {
		w.blocks = w.blocks[:len(w.blocks)-1]
	}
	if w.tip() == from {
		return w.forward(choose)
	}
	var path []chain.Ref
	for _, b := range w.blocks {
		if b.Number+3 > w.final {
			path = append(path, b.Ref)
		}
	}
	b := w.forward(choose)
	b.From, b.Path = from.Ref, path
	w.last = b
	return b
}

// undo takes the tip back and withdraws its facts.
func (w *world) undo() feed.Batch {
	from := w.tip()
	w.blocks = w.blocks[:len(w.blocks)-1]
	to := w.tip()
	entries := []feed.Entry{{ChainID: w.chain, ID: "reorg/" + from.Hash.Hex(), Type: feed.Reorg, Subject: w.shard,
		Block: to, Status: feed.Latest, Data: json.RawMessage(`{}`)}}
	for _, e := range w.facts[from.Hash] {
		entries = append(entries, e.Withdrawn())
	}
	return w.done(feed.Batch{From: from.Ref, To: to.Ref, Time: to.Time, Undo: true, Entries: entries})
}

// stay says something without a new block, or only what became final.
func (w *world) stay(choose chooser) feed.Batch {
	at := w.tip()
	b := feed.Batch{From: at.Ref, To: at.Ref, Time: at.Time}
	for i := range choose(3) {
		b.Entries = append(b.Entries, w.state(at, i, choose))
	}
	w.done(b)
	// What was final stays final, whatever a node says later.
	w.last.Final -= min(w.last.Final, uint64(choose(3)))
	w.last.Safe -= min(w.last.Safe, uint64(choose(9)))
	return w.last
}

func (w *world) done(b feed.Batch) feed.Batch {
	b.Shard, b.Safe, b.Final = w.shard, w.safe, w.final
	w.last = b
	return b
}

var stateTypes = []string{feed.PositionBand, feed.PositionOpened, feed.PositionClosed, feed.OracleUpdated}

func (w *world) state(at chain.Head, i int, choose chooser) feed.Entry {
	w.serial++
	e := feed.Entry{ChainID: w.chain, ID: fmt.Sprintf("%s/%d", w.shard, w.serial), Type: stateTypes[choose(len(stateTypes))],
		Subject: fmt.Sprintf("%s:p%d", w.shard, i+choose(4)), Block: at, Status: feed.Latest,
		Data: json.RawMessage(fmt.Sprintf(`{"n":%d}`, w.serial))}
	if choose(2) == 1 {
		e.HasLog, e.LogIndex, e.TxHash = true, uint(choose(9)), common.Hash{byte(i + 1)}
	}
	return e
}

func (w *world) liquidation(at chain.Head, i int, choose chooser) feed.Entry {
	l := feed.Liquidation{ChainID: w.chain, Protocol: []string{"aave-v3", "sky"}[choose(2)], Deployment: "d",
		Account: addressOf(choose(4)), Liquidator: addressOf(10 + choose(3)), CollateralAsset: addressOf(20 + choose(3)),
		DebtAsset: addressOf(20 + choose(3)), CollateralRaw: "1", DebtRaw: "1", Side: []string{"long", "short"}[i%2],
		TxHash: at.Hash, LogIndex: uint(i), Block: feed.NewBlockRef(at), Status: feed.Latest}
	if usd := choose(5); usd > 0 {
		debt, collateral := fmt.Sprintf("%d.50", usd*1000), fmt.Sprintf("%d.00000001", usd*1000+i)
		if l.DebtUSD = &debt; usd > 1 {
			l.CollateralUSD = &collateral
		}
	}
	data, err := json.Marshal(l)
	if err != nil {
		panic(err) // a Liquidation can always be written
	}
	return feed.Entry{ChainID: w.chain, ID: fmt.Sprintf("%d:%s:%d", w.chain, at.Hash.Hex(), i), Type: feed.Liquidated,
		Subject: w.shard + ":" + l.Account, Block: at, TxHash: at.Hash, LogIndex: uint(i), HasLog: true,
		Status: feed.Latest, Data: data}
}

func addressOf(n int) string { return common.BytesToAddress([]byte{0xab, byte(n)}).Hex() }
