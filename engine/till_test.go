package engine_test

import (
	"bytes"
	"math"

	"brink/chain"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// till is the smallest protocol that has all of what an engine looks at: one asset, one debt in dollars that bears
// interest from the chain's first block on, branches that open, and a contract that can be asked.
type till struct {
	at       common.Address
	oracle   chain.Call
	price    prices.ID
	accounts *state.Table[common.Address, account]
	branches *state.Table[common.Address, uint8]
	unread   *state.Table[uint8, uint64] // under key 0: how many accounts are
}

type account struct{ Collateral, Debt, Unread uint64 }

var (
	topicSet    = common.HexToHash("0x01") // account; collateral, debt
	topicSeized = common.HexToHash("0x02") // account
	topicOpened = common.HexToHash("0x03") // branch
)

const (
	firstTime = 1_700_000_000
	perSecond = 100 // parts of a thousand million
	asset     = 0xA55E7
	unit      = 1_000_000_000 // of debts and prices: with less they would be dust, which engines watch anyway
)

func openTill(name string, at common.Address, db *state.DB, book *prices.Book) *till {
	t := &till{
		at: at, oracle: chain.Call{To: at, Data: []byte("price")},
		accounts: state.NewTable[common.Address, account](db, name+"/accounts"),
		branches: state.NewTable[common.Address, uint8](db, name+"/branches"),
		unread:   state.NewTable[uint8, uint64](db, name+"/unread"),
	}
	var err error
	if t.price, err = book.Watch(t.oracle, prices.Price); err != nil {
		panic(err)
	}
	return t
}

func (t *till) Filter() chain.Filter {
	addresses := []common.Address{t.at}
	for a := range t.branches.All() {
		addresses = append(addresses, a)
	}
	return chain.NewFilter(addresses, []common.Hash{topicSet, topicSeized, topicOpened})
}

func (t *till) Prepare([]types.Log) chain.Query { return chain.Query{} }

func (t *till) Apply(l *types.Log, done *protocols.Effects) error {
	if _, branch := t.branches.Get(l.Address); l.Address != t.at && !branch {
		return nil
	}
	if len(l.Topics) != 2 {
		return protocols.ErrMalformed
	}
	who := common.BytesToAddress(l.Topics[1][:])
	switch l.Topics[0] {
	case topicSet:
		if len(l.Data) != 64 {
			return protocols.ErrMalformed
		}
		a, _ := t.accounts.Get(who)
		if a.Unread == 0 {
			a.Collateral, a.Debt = number(l.Data[:32]), number(l.Data[32:])
		}
		done.Touch(position.ID(t.accounts.Put(who, a)))
		done.Count("Set")
	case topicSeized:
		done.Liquidations = append(done.Liquidations, protocols.Liquidation{
			Key: position.Key{Account: who}, TxHash: l.TxHash, LogIndex: l.Index,
		})
	case topicOpened:
		t.branches.Put(who, 1)
	}
	return nil
}

func number(word []byte) uint64 { return new(uint256.Int).SetBytes(word).Uint64() }

// get and view are the contract's readings: what is stored, and how it stands.
func (t *till) get(a common.Address) chain.Call {
	return chain.Call{To: t.at, Data: append([]byte("get"), a[:]...)}
}
func (t *till) view(a common.Address) chain.Call {
	return chain.Call{To: t.at, Data: append([]byte("view"), a[:]...)}
}

func (t *till) Wants(most int) chain.Query {
	var q chain.Query
	var rows []state.Row
	for row := state.Row(0); t.Unread() > 0 && int(row) < t.Len() && len(rows) < most; row++ {
		if t.accounts.At(row).Unread == 1 {
			rows = append(rows, row)
			q.Calls = append(q.Calls, t.get(t.accounts.Key(row)))
		}
	}
	q.Answer = func(results []chain.Result) error {
		for i, r := range results {
			if r.Reverted || len(r.Data) != 64 {
				return protocols.ErrUnsupported
			}
			t.accounts.Set(rows[i], account{Collateral: number(r.Data[:32]), Debt: number(r.Data[32:])})
		}
		t.unread.Put(0, uint64(t.Unread()-len(rows)))
		return nil
	}
	return q
}

func (t *till) Unread() int {
	n, _ := t.unread.Get(0)
	return int(n)
}

func (t *till) Distrust(id position.ID) {
	a := *t.accounts.At(state.Row(id))
	if a.Unread == 0 {
		a.Unread = 1
		t.accounts.Set(state.Row(id), a)
		t.unread.Put(0, uint64(t.Unread()+1))
	}
}

func (t *till) Len() int { return t.accounts.Len() }
func (t *till) Key(id position.ID) position.Key {
	return position.Key{Account: t.accounts.Key(state.Row(id))}
}

func (t *till) ID(key position.Key) (position.ID, bool) {
	row, ok := t.accounts.Row(key.Account)
	return position.ID(row), ok
}

func (t *till) Liquidated(l *types.Log) (position.Key, bool) {
	if l.Address != t.at || len(l.Topics) != 2 || l.Topics[0] != topicSeized {
		return position.Key{}, false
	}
	return position.Key{Account: common.BytesToAddress(l.Topics[1][:])}, true
}

func (t *till) At(view prices.View) protocols.Frame {
	price, known := view.Price(t.price)
	return &counter{t: t, now: view.Time, price: price.Uint64(), known: known}
}

func (t *till) Audit(ids []position.ID, report func(position.ID, position.Health, error)) chain.Query {
	var q chain.Query
	for _, id := range ids {
		q.Calls = append(q.Calls, t.view(t.Key(id).Account))
	}
	q.Answer = func(results []chain.Result) error {
		for i, r := range results {
			var h position.Health
			if r.Reverted || len(r.Data) != 96 {
				report(ids[i], h, protocols.ErrUnknown)
				continue
			}
			for j, z := range []*uint256.Int{&h.Factor, &h.Collateral, &h.Debt} {
				z.SetBytes(r.Data[32*j : 32*j+32])
			}
			report(ids[i], h, nil)
		}
		return nil
	}
	return q
}

// counter is the till at one moment.
type counter struct {
	t     *till
	now   uint64
	price uint64
	known bool
}

// owed is a debt with its interest.
func owed(debt, now uint64) uint64 {
	var z uint256.Int
	z.Mul(uint256.NewInt(debt), uint256.NewInt(1e9+perSecond*(now-firstTime)))
	return z.Div(&z, uint256.NewInt(1e9)).Uint64()
}

// stands is how an account stands.
func stands(a account, price, now uint64) (h position.Health) {
	h.Collateral.SetUint64(a.Collateral * price)
	h.Debt.SetUint64(owed(a.Debt, now))
	if h.Debt.IsZero() {
		h.Factor.SetAllOne()
		return h
	}
	h.Factor.Mul(&h.Collateral, uint256.NewInt(1e18))
	h.Factor.Div(&h.Factor, &h.Debt)
	h.Liquidatable = h.Factor.LtUint64(1e18)
	h.Insolvent = h.Collateral.LtUint64(owed(a.Debt, now) / 2)
	return h
}

func (c *counter) Health(id position.ID) (position.Health, error) {
	a := c.t.accounts.At(state.Row(id))
	if !c.known || a.Unread == 1 {
		return position.Health{}, protocols.ErrUnknown
	}
	return stands(*a, c.price, c.now), nil
}

func (c *counter) Growth(since protocols.Frame) uint64 {
	const whole = 1e12
	before, after := owed(whole, since.(*counter).now), owed(whole, c.now)
	if after <= before {
		return 0
	}
	return uint64(math.Ceil(float64(after-before) / float64(before) * 10_000))
}

func (c *counter) Worth(position.ID) (position.Worth, error)                   { return position.Worth{}, nil }
func (c *counter) Describe(position.ID) protocols.Detail                       { return protocols.Detail{} }
func (c *counter) Liquidation(position.ID) []protocols.Offer                   { return nil }
func (c *counter) Value(common.Address, *uint256.Int) (z uint256.Int, ok bool) { return z, false }

func (c *counter) Suppose(position.ID, ...protocols.Change) (protocols.Frame, error) {
	return nil, protocols.ErrImpossible
}

func (c *counter) Quotes() []protocols.Quote {
	return []protocols.Quote{{Source: c.t.price, Base: common.BigToAddress(uint256.NewInt(asset).ToBig())}}
}

func (c *counter) Markets() []protocols.Market {
	m := protocols.Market{Asset: common.BigToAddress(uint256.NewInt(asset).ToBig()), Priced: c.known, Source: c.t.price}
	m.Price.SetUint64(c.price)
	return []protocols.Market{m}
}

// words are numbers as a contract answers them.
func words(numbers ...*uint256.Int) []byte {
	var b bytes.Buffer
	for _, z := range numbers {
		w := z.Bytes32()
		b.Write(w[:])
	}
	return b.Bytes()
}
