package compoundv2

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// frame is everything that an account's position depends on beside the account
// itself, at one block. It is built once and then only read, by any number of
// goroutines.
type frame struct {
	*variant
	rounding    rounding
	markets     []scalars // by row
	modes       map[uint64]*modeScalars
	closeFactor uint256.Int
	incentive   uint256.Int // of all markets, where they have none of their own
	least       uint256.Int // isolated pools: collateral that liquidateBorrow needs more than
	paused      bool
	vai         vaiScalars
}

// when says at which time a market is taken.
type when uint8

const (
	stored  when = iota // when it was touched last
	accrued             // at the frame's block
)

// scalars are one market at the frame's block.
type scalars struct {
	price                      uint256.Int
	state                      [2]ledger      // by when
	exchange                   [2]uint256.Int // likewise
	weight                     [2]uint256.Int // of a token in the core pool, likewise
	value                      [2]uint256.Int // of a token, likewise
	threshold                  uint256.Int
	incentive, seizeShare      uint256.Int
	listed, priced             bool
	sized                      bool // state and exchange are known
	reverts                    bool // the contract's arithmetic would revert
	forced, closed, untakeable bool // closed: not to be liquidated; untakeable: not to be seized
}

// complete computes what follows from the price, the state and the threshold.
func (s *scalars) complete(f *frame) {
	for _, at := range []when{stored, accrued} {
		if !s.state[at].exchangeRate(&s.exchange[at]) ||
			!f.weight(&s.weight[at], &s.threshold, &s.exchange[at], &s.price, f.rounding) ||
			!mulTruncate(&s.value[at], &s.exchange[at], &s.price) {
			s.reverts = true
			return
		}
	}
}

// modeScalars are how the markets count in one of Venus' efficiency modes. One
// that isn't active counts as the core pool, so that it has no row here.
type modeScalars struct {
	fallback bool
	members  []member // by market
}

// terms sets a market's threshold and incentive for an account in a mode, and
// reports whether they are those of the core pool (getLiquidationParams).
func (f *frame) terms(threshold, incentive *uint256.Int, mode uint64, market uint32) (core bool) {
	s := &f.markets[market]
	*threshold, *incentive = s.threshold, s.incentive
	if !f.pools {
		*incentive = f.incentive
	}
	m := f.modes[mode]
	if mode == 0 || m == nil {
		return true
	}
	e := &m.members[market]
	if e.listed == 0 && m.fallback {
		return true
	}
	threshold.SetUint64(e.threshold)
	incentive.SetUint64(e.incentive)
	return false
}

// totals are an account's sums, with 18 digits behind the unit of the oracle.
type totals struct {
	collateral uint256.Int // weighted
	value      uint256.Int // the same unweighted
	debt       uint256.Int
}

// outcome is why an account can't be told.
type outcome uint8

const (
	fine    outcome = iota
	unknown         // a price or a market's state isn't known
	reverts         // the contract would revert, or answer with an error
)

// add adds a leg to both sums, as its market stood and as it stands accrued.
// Which markets count, and in which order of products, is the contract's.
//
// Source: compound-finance/compound-protocol:contracts/Comptroller.sol
// (getHypotheticalAccountLiquidityInternal), venusprotocol/venus-protocol:
// contracts/Lens/ComptrollerLens.sol (_calculateAccountPosition),
// venusprotocol/isolated-pools:contracts/Comptroller.sol (_getHypotheticalLiquiditySnapshot).
func (f *frame) add(t *[2]totals, mode uint64, g *leg) outcome {
	if !g.entered || int(g.market) >= len(f.markets) || !f.markets[g.market].listed {
		return fine
	}
	s := &f.markets[g.market]
	if f.skipsEmpty && g.shares.IsZero() && g.principal.IsZero() {
		return fine
	}
	switch {
	case !s.priced || !s.sized:
		return unknown
	case s.reverts || s.price.IsZero():
		return reverts
	}
	for _, at := range []when{stored, accrued} {
		if !f.addAt(&t[at], mode, g, s, at, &s.price) {
			return reverts
		}
	}
	return fine
}

// addAt adds a leg as its market stands at one time, at a price.
func (f *frame) addAt(t *totals, mode uint64, g *leg, s *scalars, at when, price *uint256.Int) bool {
	shares := g.shares.Uint256()
	if !shares.IsZero() {
		weight, value := s.weight[at], s.value[at]
		if mode != 0 || price != &s.price {
			var threshold, incentive uint256.Int
			f.terms(&threshold, &incentive, mode, g.market)
			if !f.weight(&weight, &threshold, &s.exchange[at], price, f.rounding) ||
				!mulTruncate(&value, &s.exchange[at], price) {
				return false
			}
		}
		if !mulTruncateAdd(&t.collateral, &weight, &shares) || !mulTruncateAdd(&t.value, &value, &shares) {
			return false
		}
	}
	var owed uint256.Int
	return s.owed(&owed, g, at) && mulTruncateAdd(&t.debt, price, &owed)
}

// owed sets z to a leg's debt with its interest.
func (s *scalars) owed(z *uint256.Int, g *leg, at when) bool {
	principal, index := g.principal.Uint256(), g.index.Uint256()
	return borrowBalance(z, &principal, &s.state[at].index, &index)
}

// vaiScalars are the state of VAI's controller; the zero value where there is none.
type vaiScalars struct {
	index    uint256.Int
	exists   bool
	known    bool
	least    uint256.Int // the liquidator lets nothing else be repaid while so much VAI is owed
	forced   bool        // if it does so at all
	treasury uint256.Int // its share of the bonus, a mantissa
}

// owed sets z to what is owed of VAI (getVAIRepayAmount). It has no accrued
// form: at which block the controller's index was stored isn't told by anything,
// and no liquidation but one of VAI itself moves it.
//
// Source: venusprotocol/venus-protocol:contracts/Tokens/VAI/VAIController.sol.
func (v *vaiScalars) owed(z *uint256.Int, m *minter) bool {
	minted, past, index := m.minted.Uint256(), m.past.Uint256(), m.index.Uint256()
	var base, delta uint256.Int
	if _, under := base.SubOverflow(&minted, &past); under {
		return false
	}
	if _, under := delta.SubOverflow(&v.index, &index); under {
		return false
	}
	if !mulTruncate(&delta, &delta, &base) {
		return false
	}
	_, over := z.AddOverflow(&minted, &delta)
	return !over
}

// oneDollar is what VAI counts as, whatever it costs.
var oneDollar = uint256.NewInt(fixed.Wad)
