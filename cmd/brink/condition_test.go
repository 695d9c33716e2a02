package main

import (
	"testing"

	"brink/fixed"
	"brink/web"

	"github.com/holiman/uint256"
)

// Where there is no market sums are of nothing, all of which is known, and there is no share of it.
func TestNoMarket(t *testing.T) {
	q := web.LadderQuery{Asset: "ETH", Rungs: 3}
	q.From.Share, q.To.Share = *uint256.NewInt(fixed.Wad / 2), *uint256.NewInt(2 * fixed.Wad)
	ladder := ladderOf(nil, &q, new(tokens))
	none := web.Sum{CollateralUSD: "0.00", DebtUSD: "0.00"}
	if ladder.PriceUSD != nil || ladder.Complete != "1" || *ladder.CompleteDebt != "1" || ladder.Told != 0 || ladder.Now != none {
		t.Errorf("the ladder is %+v", ladder)
	}
	near, knowledge := nearness(nil)
	if len(near) != 1 || near[0].TopShare != nil || near[0].DebtUSD != "0.00" || near[0].Accounts != 0 || knowledge.Complete != "1" {
		t.Errorf("near liquidation are %+v, of %+v", near, knowledge)
	}
	if len(stableLiquidity(nil)) != 0 || len(deviations(nil)) != 0 {
		t.Error("there is something in no market")
	}
}
