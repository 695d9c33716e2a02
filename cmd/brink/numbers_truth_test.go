package main

import (
	"fmt"
	"math/big"
	"testing"

	"brink/devnet"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// notary asks contracts one call at a time, as of a block, and computes in integers of its own.
type notary struct {
	t     *testing.T
	town  *devnet.Town
	block devnet.Block
	later *notary // whom to ask for prices instead, if they are to be another block's
}

// desk is whom to ask for prices.
func (n *notary) desk() *notary {
	if n.later != nil {
		return n.later
	}
	return n
}

// encode is a call's data, whose arguments are addresses and numbers.
func encode(signature string, args ...any) []byte {
	data := crypto.Keccak256([]byte(signature))[:4]
	for _, arg := range args {
		switch a := arg.(type) {
		case common.Address:
			data = append(data, common.LeftPadBytes(a[:], 32)...)
		case *big.Int:
			data = append(data, common.LeftPadBytes(a.Bytes(), 32)...)
		default:
			panic(fmt.Sprintf("%s takes no %T", signature, arg))
		}
	}
	return data
}

// split are the words of an answer.
func split(answer []byte) (words []*big.Int) {
	for ; len(answer) >= 32; answer = answer[32:] {
		words = append(words, new(big.Int).SetBytes(answer[:32]))
	}
	return words
}

// words are the answer to a call.
func (n *notary) words(to common.Address, signature string, args ...any) []*big.Int {
	n.t.Helper()
	msg := ethereum.CallMsg{To: &to, Data: encode(signature, args...)}
	out, err := n.town.Aave.Chain.Node.Client().CallContractAtHash(n.t.Context(), msg, n.block.Hash)
	if err != nil || len(out) < 32 {
		n.t.Fatalf("asking %s for %s: %x, %v", to, signature, out, err)
	}
	return split(out)
}

func (n *notary) word(to common.Address, signature string, args ...any) *big.Int {
	n.t.Helper()
	return n.words(to, signature, args...)[0]
}

// unit is a whole token.
func (n *notary) unit(token common.Address) *big.Int {
	n.t.Helper()
	return ten(n.word(token, "decimals()").Int64())
}

func ten(n int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(n), nil) }

// part is ⌊x·y/d⌋.
func part(x, y, d *big.Int) *big.Int {
	z := new(big.Int).Mul(x, y)
	return z.Div(z, d)
}

// ceil is ⌈x·y/d⌉.
func ceil(x, y, d *big.Int) *big.Int {
	z := new(big.Int).Mul(x, y)
	return z.Div(z.Add(z, new(big.Int).Sub(d, big.NewInt(1))), d)
}

var (
	one      = ten(18)
	endless  = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 256), big.NewInt(1))
	percents = ten(4)
)

// bits are some of a word.
func bits(word *big.Int, from, n uint) *big.Int {
	z := new(big.Int).Rsh(word, from)
	return z.And(z, new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), n), big.NewInt(1)))
}

// shares say what is left of an asset's price, a wad; nil is today's prices.
type shares func(token common.Address) *big.Int

func (s shares) of(token common.Address) *big.Int {
	if s == nil {
		return one
	}
	return s(token)
}

// standing is a position at some prices, dollars with eight digits. What counts of its collateral goes by asset.
type standing struct {
	collateral, debt, factor *big.Int
	counts                   map[common.Address]*big.Int
}

func newStanding() standing {
	return standing{new(big.Int), new(big.Int), endless, make(map[common.Address]*big.Int)}
}

func (s standing) due() bool { return s.debt.Sign() > 0 && s.factor.Cmp(one) < 0 }

// holding is one leg. The price is in what the protocol reads.
type holding struct {
	token                   common.Address
	raw, unit, price, shown *big.Int // shown is the price in dollars with eight digits
	worth, threshold        *big.Int // worth in dollars with eight digits
	exchange                *big.Int // of a market's own tokens, where it has some
	counts                  bool
}

// account is a position as the contracts' answers make it.
type account struct {
	protocol, market string
	who              common.Address
	shares           *big.Int    // of a market's debt, where it goes by them
	native           [3]*big.Int // health factor, collateral, debt
	held, owed       []holding
	hand             *hand // who liquidates it; nil is anybody
	at               func(shares) standing
	alone            func(h *holding, price *big.Int) bool     // whether it is due when this asset's price alone is another
	show             func(h *holding, price *big.Int) *big.Int // a price in dollars with eight digits
}

// aave reads an account of the pool.
func (n *notary) aave(who common.Address) *account {
	n.t.Helper()
	m, a := n.town.Aave, &account{protocol: "aave-v3", who: who}
	data := n.words(m.Pool, "getUserAccountData(address)", who)
	a.native = [3]*big.Int{data[5], data[0], data[1]}
	mode := n.word(m.Pool, "getUserEMode(address)", who)
	uses := n.word(m.Pool, "getUserConfiguration(address)", who)
	members, modeThreshold := new(big.Int), new(big.Int)
	if mode.Sign() > 0 {
		members = n.word(m.Pool, "getEModeCategoryCollateralBitmap(uint8)", mode)
		modeThreshold = n.words(m.Pool, "getEModeCategoryCollateralConfig(uint8)", mode)[1]
	}
	for i, asset := range m.Assets { // listed in this order
		price, unit := n.dollar(asset.Token), n.unit(asset.Token)
		if raw := n.word(asset.AToken, "balanceOf(address)", who); raw.Sign() > 0 {
			threshold := bits(n.word(m.Pool, "getConfiguration(address)", asset.Token), 16, 16)
			if members.Bit(i) == 1 {
				threshold = modeThreshold
			}
			a.held = append(a.held, holding{token: asset.Token, raw: raw, unit: unit, price: price, shown: price,
				worth: part(raw, price, unit), threshold: threshold, counts: uses.Bit(2*i+1) == 1 && threshold.Sign() > 0})
		}
		if raw := n.word(asset.VariableDebt, "balanceOf(address)", who); raw.Sign() > 0 {
			a.owed = append(a.owed, holding{token: asset.Token, raw: raw, unit: unit, price: price, shown: price, worth: ceil(raw, price, unit)})
		}
	}
	stand := func(price func(*holding) *big.Int) standing {
		z, weighted := newStanding(), new(big.Int)
		for i := range a.held {
			if h := &a.held[i]; h.counts {
				worth := part(h.raw, price(h), h.unit)
				z.counts[h.token] = worth
				z.collateral.Add(z.collateral, worth)
				weighted.Add(weighted, new(big.Int).Mul(worth, h.threshold))
			}
		}
		for i := range a.owed {
			h := &a.owed[i]
			z.debt.Add(z.debt, ceil(h.raw, price(h), h.unit))
		}
		if z.debt.Sign() > 0 { // a wad quotient rounded half up, then over ten thousand
			q := new(big.Int).Mul(weighted, one)
			q.Div(q.Add(q, new(big.Int).Rsh(z.debt, 1)), z.debt)
			z.factor = q.Div(q, percents)
		}
		return z
	}
	a.stands(stand)
	a.show = func(_ *holding, price *big.Int) *big.Int { return price }
	return a
}

// stands makes an account of what it is when each leg has a price.
func (a *account) stands(stand func(price func(*holding) *big.Int) standing) {
	a.at = func(s shares) standing {
		return stand(func(h *holding) *big.Int { return part(h.price, s.of(h.token), one) })
	}
	a.alone = func(moved *holding, price *big.Int) bool {
		z := stand(func(h *holding) *big.Int {
			if h.token == moved.token {
				return price
			}
			return h.price
		})
		return z.due()
	}
}

// tips is the price of an asset nearest to today's at which the account is due while it isn't one unit further; nil
// where the asset's price alone decides nothing.
func (a *account) tips(h *holding) *big.Int {
	if h.price == nil || len(a.owed) == 0 {
		return nil
	}
	in, out := h.price, big.NewInt(1)
	now := a.alone(h, in)
	if a.alone(h, out) == now {
		if out = new(big.Int).Lsh(out, 120); a.alone(h, out) == now {
			return nil
		}
	}
	if !now {
		in, out = out, in
	}
	for {
		middle := new(big.Int).Add(in, out)
		middle.Rsh(middle, 1)
		switch gap := new(big.Int).Sub(in, out); {
		case gap.CmpAbs(big.NewInt(1)) <= 0:
			return in
		case a.alone(h, middle):
			in = middle
		default:
			out = middle
		}
	}
}

// dollar is what a token costs in dollars with eight digits, by Aave's oracle.
func (n *notary) dollar(token common.Address) *big.Int {
	n.t.Helper()
	return n.desk().word(n.town.Aave.Oracle, "getAssetPrice(address)", token)
}

// morpho reads an account in a market of Morpho Blue.
func (n *notary) morpho(k *devnet.MorphoMarket, who common.Address) *account {
	n.t.Helper()
	truth, err := n.town.Morpho.Truth(n.t.Context(), n.block.Hash, k, []common.Address{who})
	if err != nil {
		n.t.Fatal(err)
	}
	p, scale := &truth.Positions[0], ten(36)
	truth.Price = n.desk().word(k.Oracle, "price()")
	_, debt := truth.Sums(k, p)
	dollar, unit, loan := n.dollar(k.Loan.Token), n.unit(k.Collateral.Token), n.unit(k.Loan.Token)
	a := &account{protocol: "morpho-blue", market: k.ID.Hex(), who: who, shares: p.BorrowShares}
	a.at = func(s shares) standing {
		price := truth.Price
		if up, down := s.of(k.Collateral.Token), s.of(k.Loan.Token); up.Cmp(down) != 0 {
			price = part(price, up, down)
		}
		pledged := part(p.Collateral, price, scale)
		now := part(dollar, s.of(k.Loan.Token), one)
		z := newStanding()
		z.collateral, z.debt = part(pledged, now, loan), part(debt, now, loan)
		z.counts[k.Collateral.Token] = z.collateral
		if debt.Sign() > 0 {
			z.factor = part(part(pledged, k.LLTV, one), one, debt)
		}
		return z
	}
	a.alone = func(_ *holding, price *big.Int) bool {
		return part(part(p.Collateral, price, scale), k.LLTV, one).Cmp(debt) < 0
	}
	a.show = func(_ *holding, price *big.Int) *big.Int { return part(part(unit, price, scale), dollar, loan) }
	backing := part(part(p.Collateral, truth.Price, scale), k.LLTV, one)
	now := a.at(nil)
	a.native = [3]*big.Int{now.factor, backing, debt}
	if p.Collateral.Sign() > 0 {
		a.held = []holding{{token: k.Collateral.Token, raw: p.Collateral, unit: unit, price: truth.Price, shown: a.show(nil, truth.Price), worth: now.collateral,
			threshold: new(big.Int).Div(k.LLTV, ten(14)), counts: true}}
	}
	if p.SupplyShares.Sign() > 0 { // what it lends stands for nothing
		lent := part(p.SupplyShares, new(big.Int).Add(truth.Accrued.SupplyAssets, big.NewInt(1)), new(big.Int).Add(truth.Accrued.SupplyShares, ten(6)))
		a.held = append(a.held, holding{token: k.Loan.Token, raw: lent, unit: loan, shown: dollar, worth: part(lent, dollar, loan), threshold: new(big.Int)})
	}
	if debt.Sign() > 0 {
		a.owed = []holding{{token: k.Loan.Token, raw: debt, unit: loan, shown: dollar, worth: now.debt}}
	}
	return a
}

// venus reads an account of the comptroller that owes no VAI.
func (n *notary) venus(who common.Address) *account {
	n.t.Helper()
	v, a, cut := n.town.Venus, &account{protocol: "compound-v2", who: who}, ten(10)
	all, err := v.Accounts(n.t.Context(), n.block.Hash, true, who)
	if err != nil {
		n.t.Fatal(err)
	}
	stored, err := v.Sums(n.t.Context(), n.block.Hash, false, who)
	if err != nil || all[0].VAI.Sign() != 0 {
		n.t.Fatalf("%s owes %v of VAI (%v)", who, all[0].VAI, err)
	}
	a.native = [3]*big.Int{endless, stored[0].Collateral, stored[0].Debt}
	if stored[0].Debt.Sign() > 0 {
		a.native[0] = part(stored[0].Collateral, one, stored[0].Debt)
	}
	a.show = func(h *holding, price *big.Int) *big.Int { return new(big.Int).Div(part(price, h.unit, one), cut) }
	legs := make([]holding, len(v.Markets)) // one for each market
	for i, m := range v.Markets {
		h := &all[0].Holdings[i]
		h.Price = n.desk().word(v.Oracle, "getUnderlyingPrice(address)", m.VToken)
		leg := holding{token: m.Token, unit: n.unit(m.Token), price: h.Price, exchange: h.Exchange}
		leg.shown = a.show(&leg, h.Price)
		legs[i] = leg
		if h.Shares.Sign() > 0 {
			leg.raw, leg.counts = part(h.Exchange, h.Shares, one), h.Entered
			leg.worth, leg.threshold = new(big.Int).Div(part(h.Price, leg.raw, one), cut), h.Threshold
			a.held = append(a.held, leg)
		}
		if h.Debt.Sign() > 0 {
			leg.raw, leg.worth = h.Debt, new(big.Int).Div(part(h.Price, h.Debt, one), cut)
			a.owed = append(a.owed, leg)
		}
	}
	a.stands(func(priced func(*holding) *big.Int) standing {
		z, backing, worth, debt := newStanding(), new(big.Int), new(big.Int), new(big.Int)
		for i := range legs {
			h, price := all[0].Holdings[i], priced(&legs[i])
			if h.Entered {
				backing.Add(backing, part(part(part(h.Threshold, h.Exchange, one), price, one), h.Shares, one))
				worth.Add(worth, part(part(h.Exchange, price, one), h.Shares, one))
				z.counts[legs[i].token] = new(big.Int).Div(part(price, part(h.Exchange, h.Shares, one), one), cut)
			}
			debt.Add(debt, part(price, h.Debt, one))
		}
		z.collateral.Div(worth, cut)
		z.debt.Div(debt, cut)
		if debt.Sign() > 0 {
			z.factor = part(backing, one, debt)
		}
		return z
	})
	return a
}

// decimals writes an integer with so many digits after the point.
func decimals(z *big.Int, digits int64) string {
	return new(big.Rat).SetFrac(z, ten(digits)).FloatString(int(digits))
}

// want is what the API must say of the account, by the path below it.
func (a *account) want(n *notary) map[string]string {
	now := a.at(nil)
	w := map[string]string{
		"native.health_factor": a.native[0].String(), "native.collateral": a.native[1].String(), "native.debt": a.native[2].String(),
		"collateral_usd": decimals(now.collateral, 8), "debt_usd": decimals(now.debt, 8),
		"chain_id": fmt.Sprint(devnet.ChainID), "block.number": fmt.Sprint(n.block.Number),
	}
	if now.debt.Sign() > 0 {
		w["health_factor"] = decimals(now.factor, 18)
	}
	for side, legs := range map[string][]holding{"collaterals": a.held, "debts": a.owed} {
		for _, h := range legs {
			digits := int64(len(h.unit.String()) - 1)
			at := side + "[" + h.token.Hex() + "]."
			w[at+"raw"], w[at+"amount"], w[at+"decimals"] = h.raw.String(), decimals(h.raw, digits), fmt.Sprint(digits)
			w[at+"price_usd"], w[at+"value_usd"] = decimals(h.shown, 8), decimals(h.worth, 8)
			if limit := a.tips(&h); limit != nil && a.show(&h, limit).Sign() > 0 {
				w[at+"liquidation_price_usd"] = decimals(a.show(&h, limit), 8)
			}
			if h.threshold != nil {
				w[at+"liquidation_threshold"] = decimals(inPoints(h.threshold), 4)
			}
		}
	}
	return w
}

// inPoints is a threshold in basis points, whether it is one or a mantissa.
func inPoints(z *big.Int) *big.Int {
	if z.Cmp(percents) > 0 {
		return new(big.Int).Div(z, ten(14))
	}
	return z
}
