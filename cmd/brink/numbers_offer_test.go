package main

import (
	"fmt"
	"math/big"
	"slices"
	"strings"

	"brink/devnet"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
)

// step is one call of several that are made one after another in one, each on what those before left.
type step struct {
	Target       common.Address
	AllowFailure bool
	CallData     []byte
}

func (n *notary) step(to common.Address, signature string, args ...any) step {
	return step{to, true, encode(signature, args...)}
}

// reply is what became of a step.
type reply struct {
	Success    bool
	ReturnData []byte
}

func (o reply) word() *big.Int { return split(o.ReturnData)[0] }

// act makes steps on the state after a block, at its time. Nothing lasts.
func (n *notary) act(as *hand, steps []step) (replies []reply) {
	n.t.Helper()
	multicall, err := abi.JSON(strings.NewReader(`[{"type":"function","name":"aggregate3","inputs":[{"name":"calls","type":"tuple[]","components":[
		{"name":"target","type":"address"},{"name":"allowFailure","type":"bool"},{"name":"callData","type":"bytes"}]}],
		"outputs":[{"name":"results","type":"tuple[]","components":[{"name":"success","type":"bool"},{"name":"returnData","type":"bytes"}]}]}]`))
	if err != nil {
		n.t.Fatal(err)
	}
	data, err := multicall.Pack("aggregate3", steps)
	if err != nil {
		n.t.Fatal(err)
	}
	var out hexutil.Bytes
	call := map[string]any{"to": as.us, "data": hexutil.Bytes(data)}
	at := map[string]common.Hash{"blockHash": n.block.Hash}
	if err := n.town.Aave.Chain.Node.Client().Client().CallContext(n.t.Context(), &out, "eth_call", call, at, as.state); err != nil {
		n.t.Fatal(err)
	}
	if err := multicall.UnpackIntoInterface(&replies, "aggregate3", out); err != nil {
		n.t.Fatal(err)
	}
	return replies
}

// moves are the steps that move the prices of all protocols to shares of today's.
func (n *notary) moves(s shares) (steps []step) {
	if s == nil {
		return nil
	}
	for _, a := range slices.Concat(n.town.Aave.Assets, []*devnet.Asset{n.town.Morpho.Asset("PEBB")}) {
		answer := n.word(a.Feed, "latestAnswer()")
		steps = append(steps, n.step(a.Feed, "set(int256)", part(answer, s.of(a.Token), one)))
	}
	for _, k := range n.town.Morpho.Markets {
		price := n.word(k.Oracle, "price()")
		if up, down := s.of(k.Collateral.Token), s.of(k.Loan.Token); up.Cmp(down) != 0 {
			price = part(price, up, down)
		}
		steps = append(steps, n.step(k.Oracle, "set(uint256)", price))
	}
	for _, m := range n.town.Venus.Markets {
		price := n.word(n.town.Venus.Oracle, "getUnderlyingPrice(address)", m.VToken)
		steps = append(steps, n.step(n.town.Venus.Oracle, "set(address,uint256)", m.VToken, part(price, s.of(m.Token), one)))
	}
	return steps
}

// taken is what a liquidation moves: nil where the contracts refuse it. The fee is the protocol's, as it is stored.
type taken struct{ repaid, seized, fee *big.Int }

// try makes a liquidation with so much to cover, at prices moved before.
func (n *notary) try(a *account, s shares, debt, collateral *holding, cover *big.Int) *taken {
	n.t.Helper()
	as, aave := &hand{us: n.town.Aave.Multicall}, n.town.Aave
	if a.hand != nil {
		as = a.hand
	}
	us := as.us
	var call, fee step
	got := collateral.token
	switch a.protocol {
	case "aave-v3":
		call = n.step(aave.Pool, "liquidationCall(address,address,address,uint256,bool)", collateral.token, debt.token, a.who, cover, new(big.Int))
		at := slices.IndexFunc(aave.Assets, func(x *devnet.Asset) bool { return x.Token == collateral.token })
		fee = n.step(aave.Assets[at].AToken, "scaledBalanceOf(address)", aave.Treasury.Address)
	case "morpho-blue":
		k, seized := n.market(a.market), new(big.Int)
		if cover.Sign() == 0 {
			seized = collateral.raw
		}
		call = n.step(n.town.Morpho.Morpho, "liquidate((address,address,address,address,uint256),address,uint256,uint256,bytes)",
			k.Loan.Token, k.Collateral.Token, k.Oracle, k.Irm, k.LLTV, a.who, seized, cover, big.NewInt(9*32), new(big.Int))
	default:
		vToken := func(token common.Address) common.Address {
			at := slices.IndexFunc(n.town.Venus.Markets, func(m *devnet.VenusMarket) bool { return m.Token == token })
			return n.town.Venus.Markets[at].VToken
		}
		got = vToken(collateral.token)
		call = n.step(vToken(debt.token), "liquidateBorrow(address,uint256,address)", a.who, cover, got)
	}
	rich := new(big.Int).Lsh(big.NewInt(1), 100)
	steps := append(slices.Concat(as.steps, n.moves(s)), n.step(debt.token, "mint(address,uint256)", us, rich))
	look := []step{n.step(debt.token, "balanceOf(address)", us), n.step(got, "balanceOf(address)", us), fee}
	if fee.Target == (common.Address{}) {
		look = look[:2]
	}
	answers := n.act(as, slices.Concat(steps, look, []step{call}, look))[len(steps):]
	before, done, after := answers[:len(look)], answers[len(look)], answers[len(look)+1:]
	if !done.Success || a.protocol == "compound-v2" && done.word().Sign() != 0 {
		return nil
	}
	change := func(i int) *big.Int { return new(big.Int).Sub(after[i].word(), before[i].word()) }
	t := &taken{repaid: new(big.Int).Neg(change(0)), seized: change(1), fee: new(big.Int)}
	if len(look) > 2 {
		t.fee = change(2)
	}
	return t
}

// market is a market of Morpho Blue.
func (n *notary) market(id string) *devnet.MorphoMarket {
	n.t.Helper()
	at := slices.IndexFunc(n.town.Morpho.Markets, func(k *devnet.MorphoMarket) bool { return k.ID.Hex() == id })
	if at < 0 {
		n.t.Fatalf("there is no market %s", id)
	}
	return n.town.Morpho.Markets[at]
}

// takes is what must be said of the liquidations of a position at prices moved before: what is offered is tried on
// the contracts, must move what it says and be the most there is; and where nothing is offered they take nothing.
func (b *audited) takes(a *account, s shares, said any) map[string]string {
	b.theater.t.Helper()
	want, offered := make(map[string]string), make(map[[2]common.Address]bool)
	list, _ := said.([]any)
	var before *big.Int
	takers := []*account{a}
	for i, o := range list {
		offer := o.(map[string]any)
		debt, collateral := legOf(a.owed, offer["debt_asset"]), legOf(a.held, offer["collateral_asset"])
		if debt == nil || collateral == nil {
			b.auditor.t.Errorf("%s is offered %v, of which it has nothing", a.who, offer)
			continue
		}
		offered[[2]common.Address{debt.token, collateral.token}] = true
		taker := a
		if offer["once_liquidatable"] == true {
			if b.try(a, s, debt, collateral, integer(offer["cover_raw"])) != nil {
				b.auditor.t.Errorf("the contracts give now what is offered for later of %s: %v", a.who, offer)
			}
			taker = b.lowered(a)
			takers = []*account{a, taker}
			b.checked["offers to come of "+a.protocol]++
		}
		z := b.best(taker, s, debt, collateral, integer(offer["cover_raw"]), offer)
		if before != nil && z.profit.Cmp(before) > 0 {
			b.auditor.t.Errorf("of %s a better offer comes after %s", a.who, before)
		}
		before = z.profit
		at := fmt.Sprintf("liquidation[%d].", i)
		want[at+"cover_raw"], want[at+"repay_raw"], want[at+"seize_raw"] = z.cover.String(), z.repaid.String(), z.seized.String()
		want[at+"protocol_fee_raw"], want[at+"profit_usd"] = z.fee.String(), decimals(z.profit, 8)
	}
	for i := range a.owed {
		for j := range a.held {
			debt, collateral := &a.owed[i], &a.held[j]
			if offered[[2]common.Address{debt.token, collateral.token}] || !collateral.counts {
				continue
			}
			for _, cover := range []*big.Int{debt.raw, new(big.Int).Rsh(debt.raw, 1), new(big.Int).Rsh(debt.raw, 8)} {
				for _, taker := range takers {
					if got := b.try(taker, s, debt, collateral, cover); got != nil {
						b.auditor.t.Errorf("nothing is offered for %s of %s, the contracts give %s for %s", debt.token, a.who, got.seized, got.repaid)
					}
				}
			}
		}
	}
	return want
}

func legOf(of []holding, token any) *holding {
	at := slices.IndexFunc(of, func(h holding) bool { return h.token.Hex() == token })
	if at < 0 {
		return nil
	}
	return &of[at]
}

func integer(text any) *big.Int {
	z, _ := new(big.Int).SetString(fmt.Sprint(text), 10)
	return z
}

// deal is the largest liquidation of a pair.
type deal struct{ cover, repaid, seized, fee, profit *big.Int }

// best makes the liquidation that is offered, and then with one unit more: that must be refused, or bring nothing more.
func (b *audited) best(a *account, s shares, debt, collateral *holding, cover *big.Int, offer map[string]any) deal {
	b.theater.t.Helper()
	got := b.try(a, s, debt, collateral, cover)
	if got == nil {
		b.auditor.t.Fatalf("the contracts refuse what is offered of %s: %v", a.who, offer)
	}
	b.checked["offers of "+a.protocol]++
	z := deal{cover: cover, repaid: got.repaid, seized: got.seized, fee: got.fee}
	if debt.token == collateral.token && a.protocol != "compound-v2" { // what is paid and what is got are one balance
		z.repaid = integer(offer["repay_raw"])
		z.seized = new(big.Int).Add(got.seized, z.repaid)
	}
	more := b.try(a, s, debt, collateral, new(big.Int).Add(cover, big.NewInt(1)))
	switch {
	case a.protocol == "morpho-blue" && cover.Sign() == 0: // all of the collateral; all of the debt would need more
		more = b.try(a, s, debt, collateral, a.shares)
		if got.seized.Cmp(collateral.raw) != 0 {
			more = got
		}
	case a.protocol == "morpho-blue" && cover.Cmp(a.shares) != 0:
		more = got
	case a.protocol == "morpho-blue" || more != nil && more.repaid.Cmp(got.repaid) <= 0:
		more = nil
	}
	if more != nil {
		b.auditor.t.Errorf("of %s the contracts take more than %v: %v", a.who, offer, more)
	}
	priced := func(h *holding) *big.Int { return part(h.price, s.of(h.token), one) }
	switch a.protocol {
	case "aave-v3":
		z.fee = b.fee(collateral, integer(offer["protocol_fee_raw"]), got.fee)
		z.profit = part(z.seized, priced(collateral), collateral.unit)
		z.profit.Sub(z.profit, ceil(z.repaid, priced(debt), debt.unit))
	case "morpho-blue":
		price := collateral.price
		if up, down := s.of(collateral.token), s.of(debt.token); up.Cmp(down) != 0 {
			price = part(price, up, down)
		}
		gain := new(big.Int).Sub(part(z.seized, price, ten(36)), z.repaid)
		z.profit = new(big.Int).Quo(gain.Mul(gain, part(debt.shown, s.of(debt.token), one)), debt.unit)
	default:
		z.seized = part(collateral.exchange, z.seized, one)
		z.profit = new(big.Int).Sub(part(priced(collateral), z.seized, one), part(priced(debt), z.repaid, one))
		z.profit.Quo(z.profit, ten(10))
	}
	return z
}

// fee is the one that is said, if the treasury got it: what it stores is without interest, rounded either way.
func (b *audited) fee(collateral *holding, said, stored *big.Int) *big.Int {
	income := b.word(b.town.Aave.Pool, "getReserveNormalizedIncome(address)", collateral.token)
	if stored.Cmp(part(said, ten(27), income)) == 0 || stored.Cmp(ceil(said, ten(27), income)) == 0 {
		return said
	}
	return part(stored, income, ten(27))
}
