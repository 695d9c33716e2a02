package main

import (
	"slices"

	"brink/config"
	"brink/engine"
	"brink/feed"
	"brink/web"

	"github.com/holiman/uint256"
)

// writtenOff lists what contracts wrote off, and sums it up in what is said of
// each venue, which stands in near after what is said of all.
func writtenOff(all []venue, near []web.Concentration) (list []web.WrittenOff) {
	var sum uint256.Int
	known, left := false, 0
	for i := range all {
		v, to := &all[i], &near[i+1]
		if v.chain.Mode == config.ModeAccounts || v.d.Broken != nil { // others' losses aren't seen
			to.WrittenOffUnknown = 1
			left++
			continue
		}
		since := v.d.LossesSince()
		if since == 0 {
			at := slices.IndexFunc(v.chain.Deployments, func(d config.Deployment) bool { return d.Name == v.d.Name })
			since = v.chain.Deployments[at].StartBlock
		}
		to.WrittenOffSince = &since
		var one uint256.Int
		for _, loss := range v.d.Losses() {
			row, usd := v.writtenOff(&loss)
			one.Add(&one, &usd)
			to.WrittenOffUnknown += int(loss.Unknown)
			if row.USD == nil {
				to.WrittenOffUnknown += int(loss.Times - loss.Unknown)
			}
			list = append(list, row)
		}
		told := feed.Dollars(&one)
		to.WrittenOffUSD = &told
		sum.Add(&sum, &one)
		known, left = true, left+to.WrittenOffUnknown
	}
	near[0].WrittenOffUnknown = left
	if known || len(all) == 0 {
		told := feed.Dollars(&sum)
		near[0].WrittenOffUSD = &told
	}
	return list
}

// writtenOff is what was lost of an asset, and its worth, which is zero where it
// isn't known.
func (v *venue) writtenOff(loss *engine.Loss) (row web.WrittenOff, usd uint256.Int) {
	row = web.WrittenOff{ChainID: v.chain.ID, Protocol: v.d.Family, Deployment: v.d.Name, Market: loss.Market, Asset: loss.Asset.Hex(),
		Raw: loss.Amount.Dec(), Times: loss.Times, Unknown: loss.Unknown}
	frame := v.At(v.View)
	for _, m := range frame.Markets() {
		if m.Asset == loss.Asset && (loss.Market == "" || m.Market == loss.Market) {
			amount := feed.Decimal(&loss.Amount, m.Decimals)
			row.Symbol, row.Decimals, row.Amount = m.Symbol, m.Decimals, &amount
		}
	}
	usd, priced := frame.Value(loss.Asset, &loss.Amount)
	if !priced {
		return row, uint256.Int{}
	}
	told := feed.Dollars(&usd)
	row.USD = &told
	return row, usd
}
