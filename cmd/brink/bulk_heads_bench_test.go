package main

import (
	"bufio"
	"context"
	"encoding/json"
	"math/big"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"brink/devnet"
	"brink/feed"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

const bulkBlocks = 1000

// supplying has the collateral of four who are near liquidation doubled in each block.
func (l *large) supplying(b *testing.B) func() []devnet.Call {
	user := devnet.NewAccount("user 0")
	for _, asset := range l.Assets {
		if _, err := l.Bulk.Chain.Run(b.Context(), l.Mint(asset, asset.Units(1_000_000_000e8/asset.Price), user)); err != nil {
			b.Fatal(err)
		}
	}
	var next []feed.Position
	return func() (calls []devnet.Call) {
		if len(next) < 4 {
			var page web.PositionPage
			if err := l.Get(b.Context(), "/v1/positions?status=near&limit=500", &page); err != nil {
				b.Fatal(err)
			}
			if next = page.Positions; len(next) < 4 {
				b.Fatal("nobody is near liquidation any more")
			}
		}
		for _, p := range next[:4] {
			held := &p.Collaterals[0]
			amount, ok := new(big.Int).SetString(held.Raw, 10)
			if !ok {
				b.Fatalf("%q is no amount", held.Raw)
			}
			calls = append(calls, l.Supply(user, l.Asset(held.Symbol), amount, common.HexToAddress(p.Account)))
		}
		next = next[4:]
		return calls
	}
}

// trembling lets the prices of two assets that half of all have move in each block, by up to a hundredth.
func (l *large) trembling(*testing.B) func() []devnet.Call {
	rng := rand.New(rand.NewPCG(1, 1))
	return func() (calls []devnet.Call) {
		for _, symbol := range []string{"WETH", "WBTC"} {
			asset := l.Asset(symbol)
			calls = append(calls, l.SetPrice(asset, big.NewInt(asset.Price+asset.Price/1000*(rng.Int64N(11)-5))))
		}
		return calls
	}
}

// arrival is when something about a block arrived.
type arrival struct {
	block uint64
	at    time.Time
}

// heads mines a thousand blocks with something in each, and takes the time from the node's announcement of a head to the
// first that the stream says of a position in it.
func (l *large) heads(b *testing.B, polled float64, acts func() []devnet.Call) {
	ctx, cancel := context.WithCancel(b.Context())
	announced, told := l.announcements(ctx, b), l.tellings(ctx, b)
	defer cancel()
	steps := l.sum(b, "brink_block_processing_duration_seconds_sum")
	node := l.sum(b, "brink_rpc_request_duration_seconds_sum")
	var times []time.Duration
	for range bulkBlocks {
		if err := l.Bulk.Chain.Send(ctx, acts()...); err != nil {
			b.Fatal(err)
		}
		if err := l.Bulk.Chain.Mine(ctx, 12); err != nil {
			b.Fatal(err)
		}
		start := <-announced
		select {
		case a, ok := <-told:
			if !ok {
				b.FailNow()
			}
			if a.block == start.block {
				times = append(times, a.at.Sub(start.at))
			}
		case <-time.After(2 * time.Second): // nobody has crossed a line
		}
		// Now, so that nobody else asked the node while it was measured.
		head, err := l.Bulk.Chain.Committed(ctx)
		if err != nil {
			b.Fatal(err)
		}
		for _, result := range head.Results {
			if result.Reverted() {
				b.Fatalf("%s: %s", result.Name, l.Bulk.Chain.Reason(ctx, result))
			}
		}
	}
	if len(times) < bulkBlocks/2 {
		b.Fatalf("something is told of %d blocks", len(times))
	}
	slices.Sort(times)
	steps = l.sum(b, "brink_block_processing_duration_seconds_sum") - steps
	node = l.sum(b, "brink_rpc_request_duration_seconds_sum") - node
	sum := time.Duration(0)
	for _, t := range times {
		sum += t
	}
	b.ReportMetric(float64(times[len(times)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "ms-p99")
	b.ReportMetric(100*node/sum.Seconds(), "%-the-node's")
	b.ReportMetric(float64(len(l.Borrowers))/(steps/bulkBlocks)/polled, "times-Multicall")
}

// announcements are the node's of its heads.
func (l *large) announcements(ctx context.Context, b *testing.B) <-chan arrival {
	heads, arrivals := make(chan *types.Header, 1), make(chan arrival, bulkBlocks)
	subscription, err := l.Node.Client().SubscribeNewHead(ctx, heads)
	if err != nil {
		b.Fatal(err)
	}
	go func() {
		defer subscription.Unsubscribe()
		for {
			select {
			case h := <-heads:
				arrivals <- arrival{h.Number.Uint64(), time.Now()}
			case <-ctx.Done():
				return
			}
		}
	}()
	return arrivals
}

// tellings are the first that the stream says of a position in each block. The channel is closed if the stream ends first.
func (l *large) tellings(ctx context.Context, b *testing.B) <-chan arrival {
	told := make(chan arrival, 1<<16)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, l.URL+"/v1/events/stream", nil)
	if err != nil {
		b.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.Fatal(err)
	}
	go func() {
		defer func() { _ = response.Body.Close() }()
		newest := uint64(0)
		lines := bufio.NewReaderSize(response.Body, 1<<16)
		for {
			line, err := lines.ReadBytes('\n')
			if err != nil {
				if ctx.Err() == nil {
					b.Errorf("the stream ends after block %d: %v", newest, err)
				}
				close(told)
				return
			}
			at := time.Now()
			var e struct {
				Type  string
				Block struct{ Number uint64 }
			}
			if text, ok := strings.CutPrefix(string(line), "data: "); !ok || json.Unmarshal([]byte(text), &e) != nil ||
				!strings.HasPrefix(e.Type, "position.") || e.Block.Number <= newest {
				continue
			}
			newest = e.Block.Number
			told <- arrival{newest, at}
		}
	}()
	return told
}
