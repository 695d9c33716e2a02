package compoundv3

import (
	"fmt"

	"brink/chain"
	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Audit implements protocols.Protocol. The contract answers yes or no about an
// account, and what it owes with the interest until now. So the two sums come
// from what it stores, on its stored indices, and must agree with its answers; the
// debt with interest is its own. Where its answers don't follow from its numbers
// by the rules that are known here, or it counts collateral that isn't known here,
// the report is of zeros, which nobody has.
func (p *Protocol) Audit(ids []position.ID, report func(position.ID, position.Health, error)) chain.Query {
	var b chain.Questions
	r := p.rule()
	if len(ids) == 0 || !r.known {
		return chain.Query{}
	}
	w := &witness{assets: make([]pledge, r.listed)}
	b.Ask(p.comet, calls.comet.PackTotalsBasic(), func(a chain.Result) error {
		w.totals, w.told = readTotals(a)
		return nil
	})
	b.Ask(p.comet, calls.comet.PackGetPrice(r.baseFeed), func(a chain.Result) error {
		w.base.price, w.base.known = a.Uint(0)
		w.base.scale.SetUint64(r.baseScale)
		return nil
	})
	var held uint32
	for _, id := range ids {
		h, _ := p.accounts.At(state.Row(id))
		held |= h.assetsIn
	}
	for i, at := range r.list[:r.listed] {
		if held>>i&1 == 1 {
			p.auditAsset(&b, w, i, state.Row(at))
		}
	}
	for _, id := range ids {
		p.auditAccount(&b, w, id, &r, report)
	}
	return b.Query()
}

// witness is what the contract says of the market.
type witness struct {
	totals totals
	told   bool
	base   priced
	assets []pledge // by offset
}

// pledge is what it says of an asset.
type pledge struct {
	info assetInfo
	priced
	told bool
}

func (p *Protocol) auditAsset(b *chain.Questions, w *witness, i int, at state.Row) {
	to := &w.assets[i]
	token := p.assets.Key(at)
	b.Ask(p.comet, calls.comet.PackGetAssetInfo(uint8(i)), func(a chain.Result) error {
		to.info, to.told = readAssetInfo(a)
		to.told = to.told && to.info.token == token
		to.scale.SetUint64(to.info.scale)
		return nil
	})
	b.Ask(p.comet, calls.comet.PackGetPrice(p.assets.At(at).feed), func(a chain.Result) error {
		to.price, to.known = a.Uint(0)
		return nil
	})
}

// testimony is what the contract says of an account.
type testimony struct {
	user                         head
	told                         bool
	legs                         [mostAssets]uint256.Int // by offset
	asked                        uint32                  // bits of legs
	liquidatable, collateralized uint64
	borrowed, supplied           uint256.Int
}

func (p *Protocol) auditAccount(b *chain.Questions, w *witness, id position.ID, r *rules, report func(position.ID, position.Health, error)) {
	account := p.accounts.Key(state.Row(id))
	h, _ := p.accounts.At(state.Row(id))
	t := &testimony{asked: h.assetsIn}
	was := *r
	for i, at := range r.list[:r.listed] {
		if t.asked>>i&1 == 0 {
			continue
		}
		b.Ask(p.comet, calls.comet.PackUserCollateral(account, p.assets.Key(state.Row(at))), func(a chain.Result) error {
			t.legs[i], _ = a.Uint(0)
			return nil
		})
	}
	ask := func(to *uint256.Int, data []byte) {
		b.Ask(p.comet, data, func(a chain.Result) error {
			*to, _ = a.Uint(0)
			return nil
		})
	}
	verdict := func(to *uint64, data []byte) {
		b.Ask(p.comet, data, func(a chain.Result) error {
			*to = unanswered
			if z, ok := small(a); ok {
				*to = z
			}
			return nil
		})
	}
	verdict(&t.liquidatable, calls.comet.PackIsLiquidatable(account))
	verdict(&t.collateralized, calls.comet.PackIsBorrowCollateralized(account))
	ask(&t.borrowed, calls.comet.PackBorrowBalanceOf(account))
	ask(&t.supplied, calls.comet.PackBalanceOf(account))
	b.Ask(p.comet, calls.comet.PackUserBasic(account), func(a chain.Result) error {
		t.user, t.told = readUser(a)
		health, err := p.hear(w, t, &was, account)
		report(id, health, err)
		return nil
	})
}

// unanswered stands for a verdict that the contract didn't give.
const unanswered = 2

// hear puts the answers together. It can't where they were asked for under other
// rules, or for other assets than the account has meanwhile.
func (p *Protocol) hear(w *witness, t *testimony, was *rules, account common.Address) (h position.Health, err error) {
	now := p.rule()
	row, known := p.accounts.Row(account)
	if !known || !w.told || !t.told || now != *was {
		return h, fmt.Errorf("asking the contract: %w", protocols.ErrUnknown)
	}
	if ours, _ := p.accounts.At(row); t.user.assetsIn != t.asked {
		if ours.unread != 0 || t.user.assetsIn == ours.assetsIn {
			return h, fmt.Errorf("asking for balances: %w", protocols.ErrUnknown)
		}
		return position.Health{Lagging: true}, nil
	}
	frame := moment{r: now, m: w.totals, base: w.base, known: true}
	backs, borrows := t.backing(w)
	s := w.totals.sums()
	frame.now, _, known = s.accruedIndices(&now.supply, &now.borrow, p.polled)
	if !known || !frame.evaluate(&h, &t.user, &backs) {
		return position.Health{}, fmt.Errorf("judging the account: %w", protocols.ErrUnknown)
	}
	if !t.agrees(&h, &frame, &borrows) {
		return position.Health{Lagging: true}, nil
	}
	return h, nil
}

// backing sums the collateral up, once for liquidations and once for borrowing.
func (t *testimony) backing(w *witness) (liquidate, borrow backing) {
	liquidate, borrow = backing{known: true}, backing{known: true}
	for i := range w.assets {
		if t.user.assetsIn>>i&1 == 0 {
			continue
		}
		a := &w.assets[i]
		var value uint256.Int
		if !a.told || !a.worth(&value, &t.legs[i]) {
			return backing{}, backing{}
		}
		liquidate.add(&value, uint256.NewInt(a.info.liquidateFactor))
		borrow.add(&value, uint256.NewInt(a.info.borrowFactor))
	}
	return liquidate, borrow
}

// agrees reports whether the contract's answers follow from its numbers.
//
// Source: compound-finance/comet:contracts/CometWithExtendedAssetList.sol
// (isLiquidatable, isBorrowCollateralized, borrowBalanceOf, balanceOf).
func (t *testimony) agrees(h *position.Health, f *moment, borrow *backing) bool {
	var balance uint256.Int
	principal := t.user.principal.Uint256()
	index, told, none := f.now.supply, &t.supplied, &t.borrowed
	if t.user.owes {
		index, told, none = f.now.borrow, &t.borrowed, &t.supplied
	}
	if !presentValue(&balance, index, &principal) || !balance.Eq(told) || !none.IsZero() {
		return false
	}
	verdict := func(told uint64, ours bool) bool { return told == unanswered || ours == (told == 1) }
	return verdict(t.liquidatable, h.Stored.Collateral.Lt(&h.Stored.Debt)) &&
		verdict(t.collateralized, !borrow.power.Lt(&h.Stored.Debt))
}
