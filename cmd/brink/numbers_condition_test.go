package main

import (
	"bytes"
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"brink/devnet"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// auditCondition computes liquidity, concentration and deviations again.
func (b *audited) auditCondition(t *testing.T) {
	b.auditor.t = t
	want := below("chains", b.chains)
	want["positions_told"], want["positions_unknown"], want["complete"], want["complete_debt"] = fmt.Sprint(len(b.positions)), "0", "1", "1"
	b.stablecoins(want)
	b.near("", "0", want)
	for deployment, protocol := range map[string]string{"aave-local": "aave-v3", "morpho-local": "morpho-blue", "venus-local": "compound-v2"} {
		b.near(protocol, deployment, want)
		want["near["+deployment+"].chain_id"] = fmt.Sprint(devnet.ChainID)
	}
	b.writtenOff(want)
	b.deviations(want)
	answer := b.ask("/v1/risk/markets")
	for _, row := range answer["written_off"].([]any) { // a deployment may have lost of several
		lost := row.(map[string]any)
		lost["key"] = fmt.Sprint(lost["deployment"], "/", lost["asset"])
	}
	b.demand("condition", answer, want)
}

// offer is a market's price, and what it lends.
type offer struct {
	token common.Address
	price *big.Int
	lends bool
	told  map[string]string
}

// offers are the prices that markets go by. An oracle of Morpho that brink was never given a reason to ask has none.
func (b *audited) offers() []offer {
	var all []offer
	asked := make(map[string]bool)
	for _, m := range b.ask("/v1/markets?protocol=morpho-blue")["markets"].([]any) {
		market := m.(map[string]any)
		asked[market["market"].(string)+market["asset"].(string)] = market["price_usd"] != nil
	}
	see := func(token common.Address, lends bool, told map[string]string) {
		if price, ok := new(big.Rat).SetString(told["price_usd"]); ok {
			all = append(all, offer{token, units(price, 8), lends, told})
		}
	}
	for _, a := range b.town.Aave.Assets {
		see(a.Token, true, b.reserve(a.Token))
	}
	for _, k := range b.town.Morpho.Markets {
		see(k.Loan.Token, true, b.morphoMarket(k.ID, k.Loan.Token))
		if asked[k.ID.Hex()+k.Collateral.Token.Hex()] {
			see(k.Collateral.Token, false, b.morphoMarket(k.ID, k.Collateral.Token))
		}
	}
	for _, m := range b.town.Venus.Markets {
		see(m.Token, true, b.venusMarket(m.VToken))
	}
	return all
}

// units is a decimal number in units of so many digits.
func units(of *big.Rat, digits int64) *big.Int {
	z := new(big.Rat).Mul(of, new(big.Rat).SetInt(ten(digits)))
	return new(big.Int).Div(z.Num(), z.Denom())
}

func (b *audited) stablecoins(want map[string]string) {
	n, sums := 0, map[string]*big.Int{"supplied": new(big.Int), "borrowed": new(big.Int), "available": new(big.Int)}
	for _, o := range b.offers() {
		symbol := b.symbol(o.token)
		if !o.lends || !slices.Contains(groups["USD"], symbol) && !slices.Contains(groups["EUR"], symbol) {
			continue
		}
		n++
		for what, sum := range sums {
			amount, _ := new(big.Rat).SetString(o.told[what])
			digits := b.word(o.token, "decimals()").Int64()
			sum.Add(sum, part(units(amount, digits), o.price, ten(digits)))
		}
	}
	at := "stablecoins[0]."
	want[at+"chain_id"], want[at+"markets"], want[at+"markets_unknown"] = fmt.Sprint(devnet.ChainID), fmt.Sprint(n), "0"
	for what, sum := range sums {
		want[at+what+"_usd"] = decimals(sum, 8)
	}
}

// symbol is by what name the town knows a token.
func (b *audited) symbol(token common.Address) string {
	for _, a := range append(slices.Clone(b.town.Aave.Assets), b.town.Morpho.Assets...) {
		if a.Token == token {
			return a.Symbol
		}
	}
	for _, m := range b.town.Venus.Markets {
		if m.Token == token {
			return m.Symbol
		}
	}
	return ""
}

// near is what must be said of who is near liquidation, in a protocol or in all.
func (b *audited) near(protocol, name string, want map[string]string) {
	owed := make(map[common.Address]*big.Int)
	all, short := new(big.Int), new(big.Int)
	edge := part(one, big.NewInt(11), big.NewInt(10))
	for id, a := range b.positions {
		now := a.at(nil)
		if protocol != "" && a.protocol != protocol {
			continue
		}
		if now.collateral.Cmp(now.debt) < 0 {
			short.Add(short, new(big.Int).Sub(now.debt, now.collateral))
		}
		if now.debt.Sign() == 0 || now.factor.Cmp(edge) >= 0 {
			continue
		}
		who := common.HexToAddress(id[len(id)-40:])
		if owed[who] == nil {
			owed[who] = new(big.Int)
		}
		owed[who].Add(owed[who], now.debt)
		all.Add(all, now.debt)
	}
	var accounts []common.Address
	for who := range owed {
		accounts = append(accounts, who)
	}
	slices.SortFunc(accounts, func(x, y common.Address) int {
		if c := owed[y].Cmp(owed[x]); c != 0 {
			return c
		}
		return bytes.Compare(x[:], y[:])
	})
	at, top := "near["+name+"].", new(big.Int)
	for i, who := range accounts[:min(10, len(accounts))] {
		want[fmt.Sprintf("%stop10[%d].debt_usd", at, i)] = decimals(owed[who], 8)
		top.Add(top, owed[who])
	}
	want[at+"accounts"], want[at+"debt_usd"] = fmt.Sprint(len(accounts)), decimals(all, 8)
	want[at+"top10_debt_usd"], want[at+"bad_debt_usd"] = decimals(top, 8), decimals(short, 8)
	want[at+"unpriced"], want[at+"positions_unknown"] = "0", "0"
	if all.Sign() > 0 {
		want[at+"top10_share"] = decimals(part(top, percents, all), 4)
	}
}

func (b *audited) deviations(want map[string]string) {
	prices := make(map[common.Address][]*big.Int)
	for _, o := range b.offers() {
		prices[o.token] = append(prices[o.token], o.price)
	}
	for token, of := range prices {
		if len(of) < 2 {
			continue
		}
		low, high := slices.MinFunc(of, (*big.Int).Cmp), slices.MaxFunc(of, (*big.Int).Cmp)
		at := "deviations[" + token.Hex() + "]."
		want[at+"chain_id"] = fmt.Sprint(devnet.ChainID)
		want[at+"deviation"] = decimals(part(new(big.Int).Sub(high, low), one, low), 18)
		for side, price := range map[string]*big.Int{"low": low, "high": high} {
			want[at+side+".chain_id"], want[at+side+".price_usd"] = fmt.Sprint(devnet.ChainID), decimals(price, 8)
		}
	}
}

// auditLosses computes the markets' condition again after a crash in which contracts wrote debt off.
func (b *audited) auditLosses(t *testing.T) {
	b.theater.t, b.notary.t = t, t
	quotes := b.play.Quotes()
	for name, price := range quotes {
		if price > 2e8 { // whatever isn't a currency
			quotes[name] = price * 2 / 5
		}
	}
	for range 12 {
		if _, err := b.play.Quote(t.Context(), quotes, 12); err != nil {
			t.Fatal(err)
		}
	}
	b.open()
	b.auditCondition(t)
	if b.lost["aave-local"] == 0 || b.lost["morpho-local"] == 0 {
		t.Errorf("debt was written off in %v assets", b.lost)
	}
}

// writtenOff is what the contracts lost: on Aave v3 what the pool says of each reserve, on Morpho Blue what the logs of
// liquidations say. Venus' core pool never writes anything off.
func (b *audited) writtenOff(want map[string]string) {
	var list []map[string]string
	all := new(big.Int)
	b.lost = make(map[string]int)
	for deployment, lost := range map[string]map[common.Address]*losses{
		"aave-local": b.deficits(), "morpho-local": b.socialised(), "venus-local": nil,
	} {
		sum := new(big.Int)
		b.lost[deployment] = len(lost)
		for token, of := range lost {
			usd := part(of.amount, b.dollar(token), b.unit(token))
			sum.Add(sum, usd)
			digits := b.word(token, "decimals()").Int64()
			list = append(list, below("written_off["+deployment+"/"+token.Hex()+"].", map[string]string{
				"chain_id": fmt.Sprint(devnet.ChainID), "decimals": fmt.Sprint(digits), "times": fmt.Sprint(of.times), "unknown": "0",
				"raw": of.amount.String(), "amount": decimals(of.amount, digits), "usd": decimals(usd, 8),
			}))
		}
		all.Add(all, sum)
		at := "near[" + deployment + "]."
		want[at+"written_off_usd"], want[at+"written_off_since"], want[at+"written_off_unknown"] = decimals(sum, 8), "1", "0"
	}
	want["near[0].written_off_usd"], want["near[0].written_off_unknown"] = decimals(all, 8), "0"
	for _, row := range list {
		maps.Copy(want, row)
	}
}

// losses are what was lost of an asset.
type losses struct {
	amount *big.Int
	times  int
}

func (b *audited) logs(of common.Address, event string) []types.Log {
	logs, err := b.town.Aave.Chain.Node.Client().FilterLogs(b.theater.t.Context(), ethereum.FilterQuery{FromBlock: new(big.Int),
		Addresses: []common.Address{of}, Topics: [][]common.Hash{{crypto.Keccak256Hash([]byte(event))}}})
	if err != nil {
		b.auditor.t.Fatal(err)
	}
	return logs
}

// deficits are those of Aave's reserves; nobody covers any.
func (b *audited) deficits() map[common.Address]*losses {
	all := make(map[common.Address]*losses)
	for _, l := range b.logs(b.town.Aave.Pool, "DeficitCreated(address,address,uint256)") {
		token := common.BytesToAddress(l.Topics[2][:])
		if all[token] == nil {
			all[token] = &losses{b.word(b.town.Aave.Pool, "getReserveDeficit(address)", token), 0}
		}
		all[token].times++
	}
	return all
}

// socialised is what the lenders of Morpho Blue's markets lost, of which each loan token has one that did.
func (b *audited) socialised() map[common.Address]*losses {
	all := make(map[common.Address]*losses)
	for _, l := range b.logs(b.town.Morpho.Morpho, "Liquidate(bytes32,address,address,uint256,uint256,uint256,uint256,uint256)") {
		bad := new(big.Int).SetBytes(l.Data[3*32 : 4*32])
		if bad.Sign() == 0 {
			continue
		}
		k := b.town.Morpho.Markets[slices.IndexFunc(b.town.Morpho.Markets, func(k *devnet.MorphoMarket) bool { return k.ID == l.Topics[1] })]
		if all[k.Loan.Token] == nil {
			all[k.Loan.Token] = &losses{new(big.Int), 0}
		}
		all[k.Loan.Token].amount.Add(all[k.Loan.Token].amount, bad)
		all[k.Loan.Token].times++
	}
	return all
}
