package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"math/big"
	"net/url"
	"slices"
	"testing"
	"time"

	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// auditLiquidations reads every liquidation again from its transaction's receipt, and prices as of its block.
func (b *audited) auditLiquidations(t *testing.T) {
	b.auditor.t = t
	seen := make(map[string]int)
	for _, l := range b.ask("/v1/liquidations?limit=1000")["liquidations"].([]any) {
		row := l.(map[string]any)
		if row["status"] == "reverted" {
			continue
		}
		protocol := row["protocol"].(string)
		b.demand("liquidations["+protocol+"]", l, b.liquidation(row))
		seen[protocol]++
	}
	if len(seen) != 3 {
		t.Fatalf("there were liquidations in %v", seen)
	}
}

// liquidation is what must be said of one.
func (b *audited) liquidation(row map[string]any) map[string]string {
	receipt, err := b.town.Aave.Chain.Node.Client().TransactionReceipt(b.theater.t.Context(), common.HexToHash(row["tx_hash"].(string)))
	if err != nil {
		b.auditor.t.Fatal(err)
	}
	at := slices.IndexFunc(receipt.Logs, func(l *types.Log) bool { return fmt.Sprint(l.Index) == fmt.Sprint(row["log_index"]) })
	if at < 0 || row["block"].(map[string]any)["hash"] != receipt.BlockHash.Hex() {
		b.auditor.t.Fatalf("%v isn't in its transaction's receipt", row)
	}
	event := receipt.Logs[at]
	var words []*big.Int
	for data := event.Data; len(data) >= 32; data = data[32:] {
		words = append(words, new(big.Int).SetBytes(data[:32]))
	}
	gas := new(big.Int).SetUint64(receipt.GasUsed)
	want := map[string]string{
		"chain_id": fmt.Sprint(devnet.ChainID), "log_index": fmt.Sprint(event.Index), "block.number": receipt.BlockNumber.String(),
		"gas_paid_raw": gas.Mul(gas, receipt.EffectiveGasPrice).String(),
	}
	then := b.asOf(receipt.BlockNumber.Uint64())
	if then.block.Hash != receipt.BlockHash {
		b.auditor.t.Fatalf("%v is of a block that is gone", row)
	}
	worth := func(token common.Address, raw *big.Int) *big.Int {
		return part(raw, then.dollar(token), then.unit(token))
	}
	var debt, collateral, paid, got, fee *big.Int
	token := common.HexToAddress(row["collateral_asset"].(string))
	switch row["protocol"] {
	case "aave-v3":
		debt, collateral = words[0], words[1]
		got, paid = worth(common.BytesToAddress(event.Topics[1][:]), collateral), worth(common.BytesToAddress(event.Topics[2][:]), debt)
		fee = b.toTreasury(receipt.Logs, token, common.BytesToAddress(event.Topics[3][:]))
	case "morpho-blue":
		debt, collateral, fee = words[0], words[2], new(big.Int) // it takes none
		k := b.town.Morpho.Markets[slices.IndexFunc(b.town.Morpho.Markets, func(k *devnet.MorphoMarket) bool { return k.ID == event.Topics[1] })]
		got, paid = worth(k.Collateral.Token, collateral), worth(k.Loan.Token, debt)
	default:
		vToken := common.BigToAddress(words[3])
		debt, want["seized_tokens_raw"] = words[2], words[4].String()
		collateral = part(words[4], then.word(vToken, "exchangeRateCurrent()"), one)
		priced := func(vToken common.Address, raw *big.Int) *big.Int {
			return new(big.Int).Div(part(then.word(b.town.Venus.Oracle, "getUnderlyingPrice(address)", vToken), raw, one), ten(10))
		}
		got, paid = priced(vToken, collateral), priced(event.Address, debt)
	}
	want["debt_raw"], want["collateral_raw"] = debt.String(), collateral.String()
	want["debt_usd"], want["collateral_usd"] = decimals(paid, 8), decimals(got, 8)
	want["bonus_usd"] = decimals(new(big.Int).Sub(got, paid), 8)
	b.before(then, row, want)
	left := then.read(row).at(nil)
	want["bad_debt_usd"] = decimals(new(big.Int).Sub(left.debt, bigMin(left.debt, left.collateral)), 8)
	if fee != nil {
		want["protocol_fee_raw"], want["protocol_fee_usd"] = fee.String(), decimals(worth(token, fee), 8)
	}
	return want
}

func bigMin(x, y *big.Int) *big.Int {
	if x.Cmp(y) < 0 {
		return x
	}
	return y
}

var transfer = crypto.Keccak256Hash([]byte("Transfer(address,address,uint256)"))

// toTreasury is what of an account's collateral went to the treasury of Aave.
func (b *audited) toTreasury(logs []*types.Log, collateral, account common.Address) *big.Int {
	sum := new(big.Int)
	for _, a := range b.town.Aave.Assets {
		for _, l := range logs {
			if a.Token == collateral && l.Address == a.AToken && l.Topics[0] == transfer && common.BytesToAddress(l.Topics[1][:]) == account &&
				common.BytesToAddress(l.Topics[2][:]) == b.town.Aave.Treasury.Address {
				sum.Add(sum, new(big.Int).SetBytes(l.Data))
			}
		}
	}
	return sum
}

// takings are sums over liquidations.
type takings struct {
	n                int
	accounts         map[string]bool
	debt, collateral *big.Rat
}

func (s *takings) add(row map[string]any) {
	if s.accounts == nil {
		s.accounts, s.debt, s.collateral = make(map[string]bool), new(big.Rat), new(big.Rat)
	}
	s.n++
	s.accounts[row["account"].(string)] = true
	s.debt.Add(s.debt, rational(row["debt_usd"]))
	s.collateral.Add(s.collateral, rational(row["collateral_usd"]))
}

func rational(of any) *big.Rat {
	z, ok := new(big.Rat).SetString(fmt.Sprint(of))
	if !ok {
		return new(big.Rat)
	}
	return z
}

func (s *takings) want(into map[string]string, at string) {
	into[at+"liquidations"], into[at+"unpriced"] = fmt.Sprint(s.n), "0"
	into[at+"debt_usd"], into[at+"collateral_usd"] = s.debt.RatString(), s.collateral.RatString()
	into[at+"bonus_usd"] = new(big.Rat).Sub(s.collateral, s.debt).RatString()
}

// by sums up by a field, or what a function makes of a row.
func by(rows []map[string]any, key func(map[string]any) string) map[string]*takings {
	sums := make(map[string]*takings)
	for _, row := range rows {
		k := key(row)
		if sums[k] == nil {
			sums[k] = new(takings)
		}
		sums[k].add(row)
	}
	return sums
}

// auditStats sums up the rows of the list, which auditLiquidations computes again.
func (b *audited) auditStats(t *testing.T) {
	b.auditor.t = t
	groups := map[string]func(map[string]any) string{
		"chain":    func(row map[string]any) string { return fmt.Sprint(row["chain_id"]) },
		"protocol": func(row map[string]any) string { return row["protocol"].(string) },
		"side":     func(row map[string]any) string { return row["side"].(string) },
		"asset": func(row map[string]any) string {
			return fmt.Sprint(row["chain_id"]) + ":" + row["collateral_asset"].(string)
		},
	}
	outstanding := new(big.Int)
	for _, a := range b.positions {
		outstanding.Add(outstanding, a.at(nil).debt)
	}
	for name, key := range groups {
		answer := b.ask("/v1/stats?window=7d&by=" + name)
		rows := b.standing(answer["since"].(string))
		if len(rows) == 0 {
			t.Fatalf("there were no liquidations since %s", answer["since"])
		}
		var all takings
		for _, row := range rows {
			all.add(row)
		}
		want := below("chains", b.chains)
		all.want(want, "")
		want["accounts_liquidated"] = fmt.Sprint(len(all.accounts))
		want["debt_outstanding_usd"] = decimals(outstanding, 8)
		share := new(big.Rat).Quo(all.debt, new(big.Rat).SetFrac(outstanding, ten(8)))
		want["share_of_debt"] = share.FloatString(6)
		want["positions_told"], want["positions_unknown"], want["complete"], want["complete_debt"] = fmt.Sprint(len(b.positions)), "0", "1", "1"
		for k, sum := range by(rows, key) {
			at := "groups[" + k + "]."
			sum.want(want, at)
			want[at+"accounts_liquidated"] = fmt.Sprint(len(sum.accounts))
			if name == "chain" || name == "asset" {
				want[at+"chain_id"] = fmt.Sprint(devnet.ChainID)
			}
			if name == "chain" {
				want[at+"key"] = k
			}
		}
		b.parties("accounts", by(rows, func(row map[string]any) string { return row["account"].(string) }), want)
		b.parties("liquidators", by(rows, func(row map[string]any) string { return row["liquidator"].(string) }), want)
		biggest := slices.MaxFunc(rows, func(x, y map[string]any) int {
			return cmp.Or(rational(x["debt_usd"]).Cmp(rational(y["debt_usd"])), -cmp.Compare(fmt.Sprint(x["block"]), fmt.Sprint(y["block"])))
		})
		leaves("biggest", biggest, func(path, number string) { want[path] = number })
		b.demand("stats", answer, want)
	}
	if b.checked["stats"] < 100 {
		t.Errorf("there are %d numbers in totals", b.checked["stats"])
	}
}

// standing are the liquidations since a time that weren't taken back.
func (b *audited) standing(since string) (rows []map[string]any) {
	for _, l := range b.ask("/v1/liquidations?limit=1000&since=" + url.QueryEscape(since))["liquidations"].([]any) {
		row := l.(map[string]any)
		at, err := time.Parse(time.RFC3339, row["block"].(map[string]any)["timestamp"].(string))
		if err != nil || row["status"] != "reverted" && at.Format(time.RFC3339) < since {
			b.auditor.t.Errorf("%v is listed since %s (%v)", row, since, err)
		}
		if row["status"] != "reverted" {
			rows = append(rows, row)
		}
	}
	return rows
}

// parties are the ten with most debt.
func (b *audited) parties(name string, sums map[string]*takings, want map[string]string) {
	order := slices.SortedFunc(maps.Keys(sums), func(x, y string) int {
		p, q := common.HexToAddress(x), common.HexToAddress(y)
		return cmp.Or(sums[y].debt.Cmp(sums[x].debt), cmp.Compare(sums[y].n, sums[x].n), bytes.Compare(p[:], q[:]))
	})
	for i, who := range order[:min(10, len(order))] {
		sums[who].want(want, fmt.Sprintf("%s[%d].", name, i))
	}
}
