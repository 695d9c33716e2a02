package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"slices"
	"time"

	"brink/devnet"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"
)

// clock is a way to a node on which calls run at another time, in a block of another number.
type clock struct{ time, number uint64 }

// RoundTrip implements http.RoundTripper: a call of eth_call gets the block overrides behind its own parameters.
func (c clock) RoundTrip(r *http.Request) (*http.Response, error) {
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	var ask map[string]any
	if err := json.Unmarshal(text, &ask); err != nil {
		return nil, err
	}
	if params, ok := ask["params"].([]any); ok && ask["method"] == "eth_call" {
		ask["params"] = append(params, map[string]any{}, map[string]hexutil.Uint64{"time": hexutil.Uint64(c.time), "number": hexutil.Uint64(c.number)})
	}
	if text, err = json.Marshal(ask); err != nil {
		return nil, err
	}
	other := r.Clone(r.Context())
	other.Body, other.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
	return http.DefaultTransport.RoundTrip(other)
}

// otherTime is a node behind a clock.
type otherTime struct {
	devnet.Node
	client *ethclient.Client
}

func (o otherTime) Client() *ethclient.Client { return o.client }

// at is a notary that asks about the same state as if it were another time.
func (n *notary) at(time, number uint64) *notary {
	n.t.Helper()
	chain := *n.town.Aave.Chain
	client, err := rpc.DialOptions(n.t.Context(), chain.Node.HTTP(), rpc.WithHTTPClient(&http.Client{Transport: clock{time, number}}))
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(client.Close)
	chain.Node = otherTime{chain.Node, ethclient.NewClient(client)}
	aave, morpho, venus := *n.town.Aave, *n.town.Morpho, *n.town.Venus
	aave.Chain, morpho.Chain, venus.Chain = &chain, &chain, &chain
	return &notary{t: n.t, town: &devnet.Town{Aave: &aave, Morpho: &morpho, Venus: &venus}, block: n.block}
}

// asOf is a notary that asks as of the end of another block.
func (n *notary) asOf(number uint64) *notary {
	n.t.Helper()
	h, err := n.town.Aave.Chain.Node.Client().HeaderByNumber(n.t.Context(), new(big.Int).SetUint64(number))
	if err != nil {
		n.t.Fatal(err)
	}
	return &notary{t: n.t, town: n.town, block: devnet.Block{Number: number, Hash: h.Hash(), Time: h.Time}}
}

// read asks the contracts about a position of which brink tells.
func (n *notary) read(p map[string]any) *account {
	n.t.Helper()
	who := common.HexToAddress(p["account"].(string))
	switch p["protocol"] {
	case "aave-v3":
		return n.aave(who)
	case "compound-v2":
		return n.venus(who)
	default:
		return n.morpho(n.market(p["market"].(string)), who)
	}
}

// due is the contracts' own verdict on a position.
func (n *notary) due(p map[string]any) bool {
	n.t.Helper()
	who := common.HexToAddress(p["account"].(string))
	switch p["protocol"] {
	case "aave-v3":
		return n.words(n.town.Aave.Pool, "getUserAccountData(address)", who)[5].Cmp(one) < 0
	case "compound-v2":
		sums, err := n.town.Venus.Accounts(n.t.Context(), n.block.Hash, true, who)
		if err != nil {
			n.t.Fatal(err)
		}
		return sums[0].Shortfall.Sign() > 0
	default:
		truth, err := n.town.Morpho.Truth(n.t.Context(), n.block.Hash, n.market(p["market"].(string)), []common.Address{who})
		if err != nil {
			n.t.Fatal(err)
		}
		return truth.Positions[0].BorrowShares.Sign() > 0 && truth.Positions[0].Verdict != "position is healthy"
	}
}

// since is the block since which a position is due without a break, up to that of the notary, at whose prices it is;
// nil where brink doesn't say it, as it may when that is before the watch began.
func (b *audited) since(n *notary, p map[string]any, said any) *devnet.Block {
	b.theater.t.Helper()
	first := n
	for first.block.Number > 1 {
		before := n.asOf(first.block.Number - 1)
		if !before.due(p) {
			break
		}
		first = before
	}
	if said == nil && first.block.Number <= b.began {
		return nil
	}
	return &first.block
}

// wanted is what must be said of a position.
func (b *audited) wanted(p map[string]any) map[string]string {
	b.theater.t.Helper()
	a := b.read(p)
	want := a.want(b.notary)
	for key, value := range b.takes(a, nil, p["liquidation"]) {
		want[key] = value
	}
	if !a.at(nil).due() {
		return want
	}
	if since := b.since(b.notary, p, p["liquidatable_since"]); since != nil {
		want["liquidatable_since.number"] = fmt.Sprint(since.Number)
		said, _ := p["liquidatable_since"].(map[string]any)
		if at := time.Unix(int64(since.Time), 0).UTC().Format(time.RFC3339); said["timestamp"] != at {
			b.auditor.t.Errorf("%s is said to be liquidatable since %v, it is since %s", p["id"], said, at)
		}
	}
	return want
}

// before adds what must be said of how a position stood when a block began that liquidates it, by the state after the
// block before, at this block's time and prices.
func (b *audited) before(then *notary, row map[string]any, want map[string]string) {
	b.theater.t.Helper()
	n := then.asOf(then.block.Number-1).at(then.block.Time, then.block.Number)
	n.later = then
	a := n.read(row)
	stood := a.at(nil)
	want["health_factor_before"] = decimals(stood.factor, 18)
	if owed := legOf(a.owed, row["debt_asset"]); owed != nil {
		share := part(integer(row["debt_raw"]), one, owed.raw)
		if share.Cmp(one) > 0 {
			share = one
		}
		want["share_closed"] = decimals(share, 18)
	}
	if !stood.due() {
		return
	}
	if first := b.since(then, row, row["liquidatable_blocks"]); first != nil {
		want["liquidatable_blocks"] = fmt.Sprint(then.block.Number - first.Number)
		want["liquidatable_seconds"] = fmt.Sprint(then.block.Time - first.Time)
	}
}

// in is after how many seconds interest alone makes a position due: the one that is said, if the contracts judge so
// then and not a second before; or nothing, if they never do.
func (b *audited) in(p map[string]any) string {
	b.theater.t.Helper()
	due := func(seconds uint64) bool {
		return b.notary.at(b.block.Time+seconds, b.block.Number+seconds).due(p)
	}
	said, ok := p["liquidatable_in_seconds"].(json.Number)
	if !ok {
		if years := uint64(5 * 365 * 24 * 3600); due(years) {
			return "some"
		}
		return ""
	}
	seconds, err := said.Int64()
	if err != nil || !due(uint64(seconds)) || seconds > 0 && due(uint64(seconds-1)) {
		return "another"
	}
	return said.String()
}

// everybody counts who ever had anything, or owed anything, of Aave, of each market of Morpho Blue, and of Venus: whom
// the contracts' logs name.
func (b *audited) everybody() [3]int {
	b.theater.t.Helper()
	var tokens [3][]common.Address
	for _, a := range b.town.Aave.Assets {
		tokens[0] = append(tokens[0], a.AToken, a.VariableDebt)
	}
	tokens[1] = []common.Address{b.town.Morpho.Morpho}
	for _, m := range b.town.Venus.Markets {
		tokens[2] = append(tokens[2], m.VToken)
	}
	topic := func(event string) common.Hash { return crypto.Keccak256Hash([]byte(event)) }
	at := map[common.Hash][]int{ // which of a log's topics name somebody
		transfer: {1, 2},
		topic("Supply(bytes32,address,address,uint256,uint256)"):         {3},
		topic("SupplyCollateral(bytes32,address,address,uint256)"):       {3},
		topic("Borrow(bytes32,address,address,address,uint256,uint256)"): {2},
	}
	var n [3]int
	for i, of := range tokens {
		logs, err := b.town.Aave.Chain.Node.Client().FilterLogs(b.theater.t.Context(), ethereum.FilterQuery{FromBlock: new(big.Int), Addresses: of})
		if err != nil {
			b.theater.t.Fatal(err)
		}
		seen := make(map[[2]common.Hash]bool)
		for _, l := range logs {
			for _, place := range at[l.Topics[0]] {
				var key [2]common.Hash
				key[1] = l.Topics[place]
				if l.Topics[0] != transfer {
					key[0] = l.Topics[1]
				}
				if who := common.BytesToAddress(key[1][:]); who != (common.Address{}) && !slices.Contains(of, who) {
					seen[key] = true
				}
			}
		}
		n[i] = len(seen)
	}
	return n
}
