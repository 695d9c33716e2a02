package main

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"brink/devnet"

	"github.com/ethereum/go-ethereum/common"
)

func (b *audited) auditMarkets(t *testing.T) {
	b.auditor.t = t
	answer := b.ask("/v1/markets")
	seen := make(map[string]int)
	for _, m := range answer["markets"].([]any) {
		market := m.(map[string]any)
		protocol, token := market["protocol"].(string), common.HexToAddress(market["asset"].(string))
		seen[protocol]++
		var want map[string]string
		switch protocol {
		case "aave-v3":
			want = b.reserve(token)
		case "morpho-blue":
			want = b.morphoMarket(common.HexToHash(market["market"].(string)), token)
			if market["price_usd"] == nil && !b.borrowed(common.HexToHash(market["market"].(string))) {
				delete(want, "price_usd") // an oracle is asked once somebody has borrowed
			}
		default:
			want = b.venusMarket(common.HexToAddress(market["market"].(string)))
		}
		want["chain_id"] = fmt.Sprint(devnet.ChainID)
		want["decimals"] = b.word(token, "decimals()").String()
		for i, f := range market["price_feeds"].([]any) {
			b.feed(f.(map[string]any))
			want[fmt.Sprintf("price_feeds[%d].heartbeat_seconds", i)] = "86400" // as configured
			seen["feeds of "+protocol]++
		}
		b.demand("markets["+protocol+"]", m, want)
	}
	if seen["aave-v3"] != len(b.town.Aave.Assets) || seen["morpho-blue"] != 2*len(b.town.Morpho.Markets) || seen["compound-v2"] != len(b.town.Venus.Markets) {
		t.Errorf("there are %v", seen)
	}
	if seen["feeds of aave-v3"] != len(b.town.Aave.Assets) {
		t.Errorf("there are %d feeds of Aave", seen["feeds of aave-v3"])
	}
	delete(answer, "markets")
	b.demand("markets", answer, below("chains", b.chains))
}

// feed asks a feed when it was updated.
func (b *audited) feed(said map[string]any) {
	at := b.words(common.HexToAddress(said["address"].(string)), "latestRoundData()")[3].Int64()
	if want := time.Unix(at, 0).UTC().Format(time.RFC3339); said["updated_at"] != want || said["stale"] != (int64(b.block.Time)-at > 86400) {
		b.auditor.t.Errorf("a feed is told as %v, it was updated at %s", said, want)
	}
}

// reserve is what must be said of a reserve of Aave.
func (b *audited) reserve(token common.Address) map[string]string {
	m := b.town.Aave
	var asset *devnet.Asset
	for _, a := range m.Assets {
		if a.Token == token {
			asset = a
		}
	}
	c, digits := b.word(m.Pool, "getConfiguration(address)", token), b.word(token, "decimals()").Int64()
	supplied, borrowed := b.word(asset.AToken, "totalSupply()"), b.word(asset.VariableDebt, "totalSupply()")
	data := b.words(m.Pool, "getReserveData(address)", token)
	want := map[string]string{
		"ltv": decimals(bits(c, 0, 16), 4), "liquidation_threshold": decimals(bits(c, 16, 16), 4), "liquidation_bonus": "0",
		"liquidation_protocol_fee": decimals(bits(c, 152, 16), 4), "borrow_cap": bits(c, 80, 36).String(), "supply_cap": bits(c, 116, 36).String(),
		"price_usd": decimals(b.dollar(token), 8), "supplied": decimals(supplied, digits), "borrowed": decimals(borrowed, digits), "close_factor": "0.5", "whole_below": "0.95",
		"available":   decimals(b.word(m.Pool, "getVirtualUnderlyingBalance(address)", token), digits),
		"utilisation": decimals(part(borrowed, percents, supplied), 4),
		"supply_rate": decimals(data[2], 27), "borrow_rate": decimals(data[4], 27), "version": "3.6",
	}
	if bonus := bits(c, 32, 16); bonus.Cmp(percents) > 0 {
		want["liquidation_bonus"] = decimals(bonus.Sub(bonus, percents), 4)
	}
	return want
}

// morphoMarket is what must be said of a market of Morpho Blue: of its loan, or of its collateral.
func (b *audited) morphoMarket(id common.Hash, token common.Address) map[string]string {
	want := map[string]string{
		"ltv": "0", "liquidation_threshold": "0", "liquidation_bonus": "0", "liquidation_protocol_fee": "0", "borrow_cap": "0", "supply_cap": "0",
		"close_factor": "1",
	}
	for _, k := range b.town.Morpho.Markets {
		if k.ID != id {
			continue
		}
		truth, err := b.town.Morpho.Truth(b.theater.t.Context(), b.block.Hash, k, nil)
		if err != nil {
			b.theater.t.Fatal(err)
		}
		dollar, loan := b.dollar(k.Loan.Token), b.unit(k.Loan.Token)
		if token == k.Collateral.Token {
			want["price_usd"] = decimals(part(part(b.unit(token), truth.Price, ten(36)), dollar, loan), 8)
			want["ltv"] = decimals(new(big.Int).Div(k.LLTV, ten(14)), 4)
			want["liquidation_threshold"] = want["ltv"]
			want["liquidation_bonus"] = decimals(bonusOf(k.LLTV), 4)
			break
		}
		digits := int64(len(loan.String()) - 1)
		supplied, borrowed := truth.Accrued.SupplyAssets, truth.Accrued.BorrowAssets
		want["price_usd"], want["supplied"], want["borrowed"] = decimals(dollar, 8), decimals(supplied, digits), decimals(borrowed, digits)
		want["available"] = decimals(new(big.Int).Sub(supplied, borrowed), digits)
		want["utilisation"] = decimals(part(borrowed, percents, supplied), 4)
		b.morphoRates(k, truth, want)
	}
	return want
}

// borrowed tells whether anybody owes anything in a market of Morpho Blue.
func (b *audited) borrowed(id common.Hash) bool {
	return b.words(b.town.Morpho.Morpho, "market(bytes32)", id.Big())[3].Sign() > 0
}

// morphoRates asks the model for a second's rate since the market was touched, as Morpho itself would.
func (b *audited) morphoRates(k *devnet.MorphoMarket, truth *devnet.MorphoTruth, want map[string]string) {
	if k.Irm == (common.Address{}) {
		want["borrow_rate"], want["supply_rate"] = "0", "0"
		return
	}
	a := &truth.Stored
	rate := b.word(k.Irm, "borrowRateView((address,address,address,address,uint256),(uint128,uint128,uint128,uint128,uint128,uint128))",
		k.Loan.Token, k.Collateral.Token, k.Oracle, k.Irm, k.LLTV,
		a.SupplyAssets, a.SupplyShares, a.BorrowAssets, a.BorrowShares, a.LastUpdate, a.Fee)
	year := new(big.Int).Mul(rate, new(big.Int).Mul(big.NewInt(365*24*3600), ten(9)))
	want["borrow_rate"], want["supply_rate"] = decimals(year, 27), decimals(part(year, truth.Accrued.BorrowAssets, truth.Accrued.SupplyAssets), 27)
}

// bonusOf is the incentive of a market, in basis points above one: 1/(1 - 0.3·(1 - lltv)), 15 % at most.
func bonusOf(lltv *big.Int) *big.Int {
	cursor := big.NewInt(3e17)
	z := part(one, one, new(big.Int).Sub(one, part(cursor, new(big.Int).Sub(one, lltv), one)))
	z.Sub(z, one)
	if most := big.NewInt(15e16); z.Cmp(most) > 0 {
		z = most
	}
	return z.Div(z, ten(14))
}

// venusMarket is what must be said of a market of Venus.
func (b *audited) venusMarket(vToken common.Address) map[string]string {
	v := b.town.Venus
	for _, m := range v.Markets {
		if m.VToken != vToken {
			continue
		}
		// the first two add interest before they answer
		exchange, borrowed := b.word(vToken, "exchangeRateCurrent()"), b.word(vToken, "totalBorrowsCurrent()")
		supplied := part(exchange, b.word(vToken, "totalSupply()"), one)
		year := new(big.Int).Mul(big.NewInt(100_000), ten(9)) // so many blocks has the devnet's year
		digits, price := int64(m.Decimals), b.word(v.Oracle, "getUnderlyingPrice(address)", vToken)
		return map[string]string{
			"ltv": decimals(big.NewInt(m.Factor), 3), "liquidation_threshold": decimals(big.NewInt(m.Threshold), 3),
			"liquidation_bonus": decimals(big.NewInt(m.Incentive-1000), 3), "liquidation_protocol_fee": "0",
			"price_usd":    decimals(new(big.Int).Div(part(price, ten(digits), one), ten(10)), 8),
			"borrow_cap":   decimals(b.word(v.Comptroller, "borrowCaps(address)", vToken), digits),
			"supply_cap":   decimals(b.word(v.Comptroller, "supplyCaps(address)", vToken), digits),
			"available":    decimals(b.word(vToken, "getCash()"), digits),
			"close_factor": decimals(b.word(v.Comptroller, "closeFactorMantissa()"), 18),
			"supplied":     decimals(supplied, digits), "borrowed": decimals(borrowed, digits),
			"utilisation": decimals(part(borrowed, percents, supplied), 4),
			"borrow_rate": decimals(new(big.Int).Mul(year, b.word(vToken, "borrowRatePerBlock()")), 27),
			"supply_rate": decimals(new(big.Int).Mul(year, b.word(vToken, "supplyRatePerBlock()")), 27),
		}
	}
	return nil
}
