package till

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

// Till is a protocols.Protocol with one asset, one debt in dollars that bears interest from the chain's first block on,
// branches that open, and a contract that can be asked.
type Till struct {
	Address common.Address
	// Oracle is how the asset's price is read.
	Oracle   chain.Call
	price    prices.ID
	Accounts *state.Table[common.Address, Account]
	branches *state.Table[common.Address, uint8]
	unread   *state.Table[uint8, uint64] // under key 0: how many accounts are
}

// Account is what is stored of an account: pieces of collateral, debt in units without interest.
type Account struct{ Collateral, Debt, Unread uint64 }

// The till's events.
var (
	Set    = common.HexToHash("0x01") // account; collateral, debt
	Seized = common.HexToHash("0x02") // account
	Opened = common.HexToHash("0x03") // branch
)

const (
	// FirstTime is the time from which on debts bear interest.
	FirstTime = 1_700_000_000
	// Unit is that of debts and prices: with less they would be dust, which engines watch anyway.
	Unit = 1_000_000_000

	perSecond = 100 // parts of a thousand million
	asset     = 0xA55E7
)

// SetLog sets an account; debt is in Units.
func SetLog(at, a common.Address, collateral, debt uint64) types.Log {
	return types.Log{
		Address: at, Topics: []common.Hash{Set, common.BytesToHash(a[:])},
		Data: Words(uint256.NewInt(collateral), uint256.NewInt(debt*Unit)),
	}
}

// SeizeLog is a liquidation of an account.
func SeizeLog(at, a common.Address) types.Log {
	return types.Log{Address: at, Topics: []common.Hash{Seized, common.BytesToHash(a[:])}}
}

// OpenLog opens a branch.
func OpenLog(at, branch common.Address) types.Log {
	return types.Log{Address: at, Topics: []common.Hash{Opened, common.BytesToHash(branch[:])}}
}

// latestAnswer() is what feeds are asked: the till is its own feed.
var latestAnswer = []byte{0x50, 0xd2, 0x5b, 0xcd}

// Open adds a till's tables to the DB and its price to the book.
func Open(name string, at common.Address, db *state.DB, book *prices.Book) *Till {
	t := &Till{
		Address: at, Oracle: chain.Call{To: at, Data: latestAnswer},
		Accounts: state.NewTable[common.Address, Account](db, name+"/accounts"),
		branches: state.NewTable[common.Address, uint8](db, name+"/branches"),
		unread:   state.NewTable[uint8, uint64](db, name+"/unread"),
	}
	var err error
	if t.price, err = book.Watch(t.Oracle, prices.Price); err != nil {
		panic(err)
	}
	return t
}

// Filter implements protocols.Protocol.
func (t *Till) Filter() chain.Filter {
	addresses := []common.Address{t.Address}
	for a := range t.branches.All() {
		addresses = append(addresses, a)
	}
	return chain.NewFilter(addresses, []common.Hash{Set, Seized, Opened})
}

// Prepare implements protocols.Protocol.
func (t *Till) Prepare([]types.Log) chain.Query { return chain.Query{} }

// Apply implements protocols.Protocol.
func (t *Till) Apply(l *types.Log, done *protocols.Effects) error {
	if _, branch := t.branches.Get(l.Address); l.Address != t.Address && !branch {
		return nil
	}
	if len(l.Topics) != 2 {
		return protocols.ErrMalformed
	}
	who := common.BytesToAddress(l.Topics[1][:])
	switch l.Topics[0] {
	case Set:
		if len(l.Data) != 64 {
			return protocols.ErrMalformed
		}
		a, _ := t.Accounts.Get(who)
		if a.Unread == 0 {
			a.Collateral, a.Debt = number(l.Data[:32]), number(l.Data[32:])
		}
		done.Touch(position.ID(t.Accounts.Put(who, a)))
		done.Count("Set")
	case Seized:
		done.Liquidations = append(done.Liquidations, protocols.Liquidation{
			Key: position.Key{Account: who}, TxHash: l.TxHash, LogIndex: l.Index,
		})
	case Opened:
		t.branches.Put(who, 1)
	}
	return nil
}

func number(word []byte) uint64 { return new(uint256.Int).SetBytes(word).Uint64() }

// Get reads what the contract stores of an account.
func (t *Till) Get(a common.Address) chain.Call {
	return chain.Call{To: t.Address, Data: append([]byte("get"), a[:]...)}
}

// View reads how the contract says that an account stands.
func (t *Till) View(a common.Address) chain.Call {
	return chain.Call{To: t.Address, Data: append([]byte("view"), a[:]...)}
}

// Wants implements protocols.Protocol.
func (t *Till) Wants(most int) chain.Query {
	var q chain.Query
	var rows []state.Row
	for row := state.Row(0); t.Unread() > 0 && int(row) < t.Len() && len(rows) < most; row++ {
		if t.Accounts.At(row).Unread == 1 {
			rows = append(rows, row)
			q.Calls = append(q.Calls, t.Get(t.Accounts.Key(row)))
		}
	}
	q.Answer = func(results []chain.Result) error {
		for i, r := range results {
			if r.Reverted || len(r.Data) != 64 {
				return protocols.ErrUnsupported
			}
			t.Accounts.Set(rows[i], Account{Collateral: number(r.Data[:32]), Debt: number(r.Data[32:])})
		}
		t.unread.Put(0, uint64(t.Unread()-len(rows)))
		return nil
	}
	return q
}

// Unread implements protocols.Protocol.
func (t *Till) Unread() int {
	n, _ := t.unread.Get(0)
	return int(n)
}

// Distrust implements protocols.Protocol.
func (t *Till) Distrust(id position.ID) {
	a := *t.Accounts.At(state.Row(id))
	if a.Unread == 0 {
		a.Unread = 1
		t.Accounts.Set(state.Row(id), a)
		t.unread.Put(0, uint64(t.Unread()+1))
	}
}

// Len implements protocols.Protocol.
func (t *Till) Len() int { return t.Accounts.Len() }

// Key implements protocols.Protocol.
func (t *Till) Key(id position.ID) position.Key {
	return position.Key{Account: t.Accounts.Key(state.Row(id))}
}

// ID implements protocols.Protocol.
func (t *Till) ID(key position.Key) (position.ID, bool) {
	row, ok := t.Accounts.Row(key.Account)
	return position.ID(row), ok
}

// Seizures implements protocols.Protocol.
func (t *Till) Seizures() chain.Filter {
	return chain.NewFilter([]common.Address{t.Address}, []common.Hash{Seized})
}

// Liquidated implements protocols.Protocol.
func (t *Till) Liquidated(l *types.Log) (position.Key, bool) {
	if l.Address != t.Address || len(l.Topics) != 2 || l.Topics[0] != Seized {
		return position.Key{}, false
	}
	return position.Key{Account: common.BytesToAddress(l.Topics[1][:])}, true
}

// At implements protocols.Protocol.
func (t *Till) At(view prices.View) protocols.Frame {
	price, known := view.Price(t.price)
	return &counter{t: t, now: view.Time, price: price.Uint64(), known: known}
}

// Audit implements protocols.Protocol.
func (t *Till) Audit(ids []position.ID, report func(position.ID, position.Health, error)) chain.Query {
	var q chain.Query
	for _, id := range ids {
		q.Calls = append(q.Calls, t.View(t.Key(id).Account))
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
	t     *Till
	now   uint64
	price uint64
	known bool
}

// Owed is a debt with its interest.
func Owed(debt, now uint64) uint64 {
	var z uint256.Int
	z.Mul(uint256.NewInt(debt), uint256.NewInt(1e9+perSecond*(now-FirstTime)))
	return z.Div(&z, uint256.NewInt(1e9)).Uint64()
}

// Stands is how an account stands.
func Stands(a Account, price, now uint64) (h position.Health) {
	h.Collateral.SetUint64(a.Collateral * price)
	h.Debt.SetUint64(Owed(a.Debt, now))
	if h.Debt.IsZero() {
		h.Factor.SetAllOne()
		return h
	}
	h.Factor.Mul(&h.Collateral, uint256.NewInt(1e18))
	h.Factor.Div(&h.Factor, &h.Debt)
	h.Liquidatable = h.Factor.LtUint64(1e18)
	h.Insolvent = h.Collateral.LtUint64(Owed(a.Debt, now) / 2)
	return h
}

func (c *counter) Health(id position.ID) (position.Health, error) {
	a := c.t.Accounts.At(state.Row(id))
	if !c.known || a.Unread == 1 {
		return position.Health{}, protocols.ErrUnknown
	}
	return Stands(*a, c.price, c.now), nil
}

func (c *counter) Growth(since protocols.Frame) uint64 {
	const whole = 1e12
	before, after := Owed(whole, since.(*counter).now), Owed(whole, c.now)
	if after <= before {
		return 0
	}
	return ((after-before)*10_000 + before - 1) / before
}

// Scalars implements protocols.Linear: what a piece is worth, and what a debt has grown to.
func (c *counter) Scalars() []float64 {
	price := math.NaN()
	if c.known {
		price = float64(c.price)
	}
	return []float64{price, float64(1e9+perSecond*(c.now-FirstTime)) / 1e9}
}

// Ceilings implements protocols.Bounded: nothing is cut off of what a piece is worth.
func (c *counter) Ceilings() []float64 { return c.Scalars() }

// Terms implements protocols.Linear.
func (c *counter) Terms(id position.ID, some []protocols.Term) ([]protocols.Term, bool) {
	a := c.t.Accounts.At(state.Row(id))
	return append(some,
		protocols.Term{Slot: 0, Amount: float64(a.Collateral)},
		protocols.Term{Slot: 1, Amount: float64(a.Debt), Owed: true},
	), a.Unread == 0
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

// Words are numbers as a contract answers them.
func Words(numbers ...*uint256.Int) []byte {
	var b bytes.Buffer
	for _, z := range numbers {
		w := z.Bytes32()
		b.Write(w[:])
	}
	return b.Bytes()
}

// Contract is what the till's contract holds after a block.
type Contract struct {
	Address common.Address
	// Price is that of a piece of collateral, in Units' parts; zero is refused.
	Price    uint64
	Accounts map[common.Address]Account
}

// Call answers as of a time; false if the call is not to this contract.
func (c *Contract) Call(call chain.Call, now uint64) (chain.Result, bool) {
	refused := chain.Result{Reverted: true}
	if call.To != c.Address {
		return refused, false
	}
	if bytes.Equal(call.Data, latestAnswer) {
		if c.Price == 0 {
			return refused, true
		}
		return chain.Result{Data: Words(uint256.NewInt(c.Price))}, true
	}
	if data, ok := bytes.CutPrefix(call.Data, []byte("get")); ok {
		a := c.Accounts[common.Address(data)]
		return chain.Result{Data: Words(uint256.NewInt(a.Collateral), uint256.NewInt(a.Debt))}, true
	}
	data, ok := bytes.CutPrefix(call.Data, []byte("view"))
	if !ok || c.Price == 0 {
		return refused, true
	}
	h := Stands(c.Accounts[common.Address(data)], c.Price, now)
	return chain.Result{Data: Words(&h.Factor, &h.Collateral, &h.Debt)}, true
}
