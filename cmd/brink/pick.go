package main

import (
	"iter"
	"slices"

	"brink/position"
	"brink/risk"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// risky are those of a deployment's positions beyond which all have no debt, or a health factor of at least line. It isn't
// ok where everybody has to be looked at to tell who they are.
type risky struct {
	ids  []position.ID
	line uint256.Int
	ok   bool
}

// pick selects a page. Nearly nobody is at risk: where only they are wanted, or where they fill the page and nobody else
// is nearer to liquidation, the others aren't looked at.
func pick(refs []deploymentRef, q *web.PositionQuery, passes func(*web.Row) bool) ([]web.Row, *string) {
	few, enough := make([]risky, len(refs)), true
	for i, ref := range refs {
		r := &few[i]
		r.ids, r.line, r.ok = ref.d.AtRisk()
		enough = enough && r.ok && q.AtRisk(&r.line)
	}
	if enough || q.Sort == web.ByHealth {
		rows, next := web.Select(q, rowsOf(refs, few, q), passes)
		if enough || next != nil && nearest(&rows[len(rows)-1], few) {
			return rows, next
		}
	}
	return web.Select(q, rowsOf(refs, nil, q), passes)
}

// nearest reports whether nobody but those at risk can be nearer to liquidation than a row.
func nearest(row *web.Row, few []risky) bool {
	return row.Status != position.Unknown && !slices.ContainsFunc(few, func(r risky) bool { return r.ok && !row.Factor.Lt(&r.line) })
}

// rowsOf yields the positions of the deployments that a query covers, or, where they are given, those at risk. A row's
// Ref is its deployment's index and, in the lower half, its position's number.
func rowsOf(refs []deploymentRef, few []risky, q *web.PositionQuery) iter.Seq[*web.Row] {
	return func(yield func(*web.Row) bool) {
		for i, ref := range refs {
			if !q.Covers(ref.chainID, ref.d.Family, ref.d.Name) {
				continue
			}
			market := risk.Market{Positions: ref.d.Positions, Stop: ref.stop}
			ids := market.All()
			if few != nil && few[i].ok {
				ids = slices.Values(few[i].ids)
			}
			row := web.Row{ChainID: ref.chainID, Protocol: ref.d.Family, Deployment: ref.d.Name}
			for id := range ids {
				if q.Account != (common.Address{}) && ref.d.Key(id).Account != q.Account {
					continue
				}
				r := ref.d.Row(id)
				row.Key, row.Status, row.Factor, row.Worth = r.Key, r.Status, r.Factor, r.Worth
				row.Ref = uint64(i)<<32 | uint64(id)
				if row.Gain = (position.Gain{}); q.Sort == web.ByProfit && ref.d.Near(&r) {
					row.Gain = ref.d.Gain(id)
				}
				if !yield(&row) {
					return
				}
			}
		}
	}
}
