package compoundv3

import (
	"fmt"
	"slices"

	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Apply implements protocols.Protocol.
func (p *Protocol) Apply(l *types.Log, done *protocols.Effects) error {
	if l.Address != p.comet || len(l.Topics) == 0 {
		return nil
	}
	p.heard = l.BlockTimestamp
	name, ok := p.apply(l, done)
	if name != "" {
		done.Count(name)
	}
	if !ok {
		return fmt.Errorf("log %d of %s: %w", l.Index, l.Address, protocols.ErrMalformed)
	}
	return nil
}

// apply names the event, and reports false where it isn't what it should be.
func (p *Protocol) apply(l *types.Log, done *protocols.Effects) (name string, ok bool) {
	switch l.Topics[0] {
	case topicSupply:
		e, ok := readBase(l)
		p.touch(e.to, done) // who pays has nothing to do with it
		return "Supply", ok
	case topicWithdraw:
		e, ok := readBase(l)
		p.touch(e.from, done)
		return "Withdraw", ok
	case topicTransfer:
		e, ok := readBase(l)
		p.touch(e.from, done)
		p.touch(e.to, done)
		return "Transfer", ok
	case topicSupplyCollateral:
		e, ok := readCollateral(l)
		p.move(e.to, e.asset, &e.amount, more, done)
		return "SupplyCollateral", ok
	case topicWithdrawCollateral:
		e, ok := readCollateral(l)
		p.move(e.from, e.asset, &e.amount, less, done)
		return "WithdrawCollateral", ok
	case topicTransferCollateral:
		e, ok := readCollateral(l)
		p.move(e.from, e.asset, &e.amount, less, done)
		p.move(e.to, e.asset, &e.amount, more, done)
		return "TransferCollateral", ok
	case topicAbsorbCollateral:
		return "AbsorbCollateral", p.absorbCollateral(l, done)
	case topicAbsorbDebt:
		return "AbsorbDebt", p.absorbDebt(l, done)
	case topicUpgraded:
		return "Upgraded", p.upgraded(l, done)
	}
	return "", true
}

// touch marks whose principal may have changed. Who has no collateral can't owe
// anything, and is only kept where everybody is.
func (p *Protocol) touch(a common.Address, done *protocols.Effects) {
	row, ok := p.accounts.Row(a)
	if !ok {
		if !p.genesis || a == (common.Address{}) {
			return
		}
		row = p.insert(a, head{})
	}
	p.mark(row, basic)
	done.Touch(position.ID(row))
}

// place finds an account, or adds it: one that is new to a contract whose every
// log is applied has nothing yet; any other is to be read.
func (p *Protocol) place(a common.Address) (row state.Row, ok bool) {
	row, ok = p.accounts.Row(a)
	switch {
	case ok || p.only != nil && !slices.Contains(p.only, a):
		return row, ok
	case p.genesis:
		return p.insert(a, head{}), true
	default:
		return p.insert(a, head{unread: basic | balances}), true
	}
}

// move changes a balance. What contradicts it doesn't break the deployment: the
// account is read anew.
func (p *Protocol) move(account, token common.Address, amount *uint256.Int, change func(z, x *uint256.Int) bool, done *protocols.Effects) {
	if account == (common.Address{}) {
		return
	}
	row, ok := p.place(account)
	if !ok {
		return
	}
	done.Touch(position.ID(row))
	h, legs := p.accounts.At(row)
	if h.unread&balances != 0 {
		return
	}
	next, entries := *h, slices.Clone(legs)
	if !p.change(&next, &entries, token, func(z *uint256.Int) bool { return change(z, amount) }) {
		p.mark(row, basic|balances)
		return
	}
	p.put(row, next, entries)
}

func more(z, x *uint256.Int) bool {
	z.Add(z, x) // of 128 bits each
	return true
}

func less(z, x *uint256.Int) bool {
	_, under := z.SubOverflow(z, x)
	return !under
}

// change changes an account's balance of an asset, and its bit.
//
// Source: compound-finance/comet:contracts/CometWithExtendedAssetList.sol
// (updateAssetsIn).
func (p *Protocol) change(h *head, legs *[]leg, token common.Address, do func(*uint256.Int) bool) bool {
	at := p.asset(token)
	i := slices.IndexFunc(*legs, func(l leg) bool { return l.asset == uint64(at) })
	if i < 0 {
		i = len(*legs)
		*legs = append(*legs, leg{asset: uint64(at)})
	}
	l := &(*legs)[i]
	z := l.amount.Uint256()
	had := !z.IsZero()
	if !do(&z) || !l.amount.Set(&z) {
		return false
	}
	if has := !z.IsZero(); has != had {
		if a := p.assets.At(at); a.listed {
			h.assetsIn = withBit(h.assetsIn, a.offset, has)
		} else {
			h.unread |= basic
		}
	}
	if z.IsZero() {
		*legs = slices.Delete(*legs, i, i+1)
	}
	return true
}

func withBit(bits uint32, i uint8, set bool) uint32 {
	if set {
		return bits | 1<<i
	}
	return bits &^ (1 << i)
}

// asset finds an asset, or adds one of which nothing is known yet.
func (p *Protocol) asset(token common.Address) state.Row {
	if row, ok := p.assets.Row(token); ok {
		return row
	}
	return p.assets.Put(token, asset{price: prices.None})
}

// upgraded forgets the rules: those of the new code are to be read.
func (p *Protocol) upgraded(l *types.Log, done *protocols.Effects) bool {
	if !readUpgraded(l) {
		return false
	}
	r := p.rule()
	r.known = false
	p.rules.Put(0, r)
	done.All = true
	return true
}
