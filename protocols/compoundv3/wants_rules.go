package compoundv3

import (
	"fmt"

	abi "brink/abi/compoundv3"
	"brink/abi/word"
	"brink/chain"
	"brink/fixed"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
)

// calls packs the calls of the contracts.
var calls = struct {
	comet *abi.Comet
	token *abi.Token
	feed  *abi.Feed
}{abi.NewComet(), abi.NewToken(), abi.NewFeed()}

// wantRules asks for all that the contract's code says, one question for each
// number: older code has no way to ask for all.
func (p *Protocol) wantRules(b *chain.Questions) {
	var r rules
	broken := false
	number := func(to *uint64, data []byte) {
		b.Ask(p.comet, data, func(a chain.Result) error {
			z, ok := small(a)
			*to, broken = z, broken || !ok
			return nil
		})
	}
	address := func(to *common.Address, data []byte) {
		b.Ask(p.comet, data, func(a chain.Result) error {
			z, ok := addressOf(a, 0)
			*to, broken = z, broken || !ok
			return nil
		})
	}
	c := calls.comet
	address(&r.baseToken, c.PackBaseToken())
	address(&r.baseFeed, c.PackBaseTokenPriceFeed())
	number(&r.baseScale, c.PackBaseScale())
	number(&r.supply.kink, c.PackSupplyKink())
	number(&r.supply.slopeLow, c.PackSupplyPerSecondInterestRateSlopeLow())
	number(&r.supply.slopeHigh, c.PackSupplyPerSecondInterestRateSlopeHigh())
	number(&r.supply.base, c.PackSupplyPerSecondInterestRateBase())
	number(&r.borrow.kink, c.PackBorrowKink())
	number(&r.borrow.slopeLow, c.PackBorrowPerSecondInterestRateSlopeLow())
	number(&r.borrow.slopeHigh, c.PackBorrowPerSecondInterestRateSlopeHigh())
	number(&r.borrow.base, c.PackBorrowPerSecondInterestRateBase())
	number(&r.storeFront, c.PackStoreFrontPriceFactor())
	b.Ask(p.comet, c.PackTargetReserves(), func(a chain.Result) error {
		z, ok := a.Uint(0)
		broken = broken || !ok || !r.targetReserves.Set(&z)
		return nil
	})
	var listed uint64
	number(&listed, c.PackNumAssets())
	var list [mostAssets]assetInfo
	for i := range list {
		b.Ask(p.comet, c.PackGetAssetInfo(uint8(i)), func(a chain.Result) error {
			ok := false
			list[i], ok = readAssetInfo(a)
			broken = broken || !ok && uint64(i) < listed
			return nil
		})
	}
	b.Then(func() error {
		if broken || listed > mostAssets || r.baseScale == 0 {
			return fmt.Errorf("reading the rules of %s: %w", p.comet, protocols.ErrUnsupported)
		}
		p.enact(r, list[:listed])
		return nil
	})
}

// assetInfo is an answer of getAssetInfo.
type assetInfo struct {
	token common.Address
	asset
}

func readAssetInfo(a chain.Result) (i assetInfo, ok bool) {
	if a.Reverted || len(a.Data) != 8*32 {
		return i, false
	}
	var known, fits bool
	i.token, known = addressOf(a, 1)
	i.feed, fits = addressOf(a, 2)
	ok = known && fits
	for n, to := range []*uint64{&i.scale, &i.borrowFactor, &i.liquidateFactor, &i.liquidationFactor} {
		z, _ := a.Uint(3 + n)
		*to, ok = z.Uint64(), ok && z.IsUint64()
	}
	supplyCap, _ := a.Uint(7)
	i.listed = true
	return i, ok && i.scale > 0 && i.supplyCap.Set(&supplyCap)
}

// enact replaces the rules.
func (p *Protocol) enact(r rules, list []assetInfo) {
	old := p.rule()
	if old.baseToken == r.baseToken {
		r.symbol = old.symbol
	}
	for _, at := range old.list[:old.listed] {
		a := *p.assets.At(state.Row(at))
		a.listed = false
		p.assets.Set(state.Row(at), a)
	}
	r.known, r.named = true, old.baseToken == r.baseToken
	for i := range list {
		at := p.asset(list[i].token)
		a := *p.assets.At(at)
		next := list[i].asset
		next.offset, next.named, next.symbol, next.total, next.sized = uint8(i), a.named, a.symbol, a.total, a.sized
		next.price = p.watch(p.comet, calls.comet.PackGetPrice(next.feed), prices.Price)
		p.assets.Set(at, next)
		r.list[i] = uint32(at)
		r.named = r.named && next.named
	}
	r.listed = uint32(len(list))
	r.price = p.watch(p.comet, calls.comet.PackGetPrice(r.baseFeed), prices.Price)
	r.cash = p.watch(r.baseToken, calls.token.PackBalanceOf(p.comet), prices.Quantity)
	r.unit, r.unitDecimals = prices.None, prices.None
	if feed := p.opt.UnitUSDFeed; feed != (common.Address{}) {
		r.unit = p.watch(feed, calls.feed.PackLatestAnswer(), prices.Price)
		r.unitDecimals = p.watch(feed, calls.feed.PackDecimals(), prices.Quantity)
	} else if oracle := p.opt.USDOracle; oracle != (common.Address{}) {
		r.unit = p.watch(oracle, calls.feed.PackGetAssetPrice(r.baseToken), prices.Price)
	}
	p.rules.Put(0, r)
	for _, a := range p.only {
		if _, known := p.accounts.Row(a); !known {
			p.insert(a, head{unread: basic | balances})
		}
	}
}

// watch is a price source. Its calls are short, so that the book takes them all.
func (p *Protocol) watch(to common.Address, data []byte, role prices.Role) prices.ID {
	id, err := p.book.Watch(chain.Call{To: to, Data: data}, role)
	if err != nil {
		return prices.None
	}
	return id
}

// wantNames asks for the symbols of base and of the assets that are new.
func (p *Protocol) wantNames(b *chain.Questions, r *rules) {
	next := *r
	b.Ask(r.baseToken, calls.token.PackSymbol(), func(a chain.Result) error {
		next.symbol = symbolOf(a)
		return nil
	})
	for _, at := range r.list[:r.listed] {
		if p.assets.At(state.Row(at)).named {
			continue
		}
		b.Ask(p.assets.Key(state.Row(at)), calls.token.PackSymbol(), func(a chain.Result) error {
			named := *p.assets.At(state.Row(at))
			named.symbol, named.named = symbolOf(a), true
			p.assets.Set(state.Row(at), named)
			return nil
		})
	}
	b.Then(func() error {
		next.named = true
		p.rules.Put(0, next)
		return nil
	})
}

func symbolOf(a chain.Result) (s [32]byte) {
	if !a.Reverted {
		s = word.Symbol(a.Data)
	}
	return s
}

// basisPoints is a wad in hundredths of a per cent.
func basisPoints(part uint64) uint16 { return uint16(part / (fixed.Wad / fixed.Percent)) }
