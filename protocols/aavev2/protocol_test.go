package aavev2

import (
	"errors"
	"testing"

	abi "brink/abi/aavev2"
	"brink/chain"
	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	gethabi "github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

func at(n byte) common.Address { return common.Address{19: n} }

var (
	provider, pool, configurator, manager, oracle = at(1), at(2), at(3), at(4), at(5)
	sentinel, feed                                = at(6), at(7)
	weth, usdc                                    = at(10), at(20) // their tokens are the next three
	alice, bob                                    = at(100), at(101)
)

// lab is a market of two assets without a chain under it.
type lab struct {
	*Protocol
	t    testing.TB
	db   *state.DB
	now  uint64
	done protocols.Effects
}

func newLab(t testing.TB, o Options) *lab {
	l := &lab{t: t, db: new(state.DB), now: 1000}
	book := prices.NewBook(l.db)
	p, err := Open(protocols.Env{
		Name: "v2", DB: l.db, Book: book, Genesis: true, Addresses: map[string]common.Address{Provider: provider},
	}, &o)
	if err != nil {
		t.Fatal(err)
	}
	l.Protocol = p
	p.facts.oracles[oracle] = oracleFact{unit: fixed.Wad}
	p.facts.managers[manager] = managerFact{sentinel: sentinel}
	p.facts.assets[weth], p.facts.assets[usdc] = assetFact{decimals: 18, symbol: [32]byte{'W'}}, assetFact{decimals: 6, symbol: [32]byte{'U'}}
	word := func(h common.Hash) []byte { return h[:] }
	l.must(provider, []common.Hash{topicProxyCreated, common.BytesToHash(pool[:])}, word(idPool))
	l.must(provider, []common.Hash{topicProxyCreated, common.BytesToHash(configurator[:])}, word(idConfigurator))
	l.emit(provider, &abi.LendingPoolAddressesProviderMetaData, "LendingPoolCollateralManagerUpdated", manager)
	l.emit(provider, &abi.LendingPoolAddressesProviderMetaData, "PriceOracleUpdated", oracle)
	for _, asset := range []common.Address{weth, usdc} {
		n := asset[19]
		l.config("ReserveInitialized", asset, at(n+1), at(n+2), at(n+3), common.Address{})
		l.config("CollateralConfigurationChanged", asset, number64(8000), number64(8250), number64(10_500))
	}
	return l
}

func number64(n uint64) *uint256.Int { return uint256.NewInt(n) }

// emit applies an event as its ABI says.
func (l *lab) emit(from common.Address, of *bind.MetaData, event string, args ...any) {
	l.t.Helper()
	log, err := logOf(of, event, args...)
	if err != nil {
		l.t.Fatal(err)
	}
	l.must(from, log.Topics, log.Data)
}

func logOf(of *bind.MetaData, event string, args ...any) (*types.Log, error) {
	parsed, err := of.ParseABI()
	if err != nil {
		return nil, err
	}
	e := parsed.Events[event]
	l := &types.Log{Topics: []common.Hash{e.ID}}
	var rest gethabi.Arguments
	var values []any
	for i, in := range e.Inputs {
		value := args[i]
		if z, ok := value.(*uint256.Int); ok {
			value = z.ToBig()
		}
		if !in.Indexed {
			rest, values = append(rest, in), append(values, value)
			continue
		}
		packed, err := gethabi.Arguments{in}.Pack(value)
		if err != nil {
			return nil, err
		}
		l.Topics = append(l.Topics, common.BytesToHash(packed))
	}
	l.Data, err = rest.Pack(values...)
	return l, err
}

func (l *lab) must(from common.Address, topics []common.Hash, data []byte) {
	l.t.Helper()
	if err := l.Apply(&types.Log{Address: from, Topics: topics, Data: data, BlockTimestamp: l.now}, &l.done); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) config(event string, args ...any) {
	l.t.Helper()
	l.emit(configurator, &abi.LendingPoolConfiguratorMetaData, event, args...)
}

func (l *lab) pool(event string, args ...any) {
	l.t.Helper()
	l.emit(pool, &abi.LendingPoolMetaData, event, args...)
}

// deposit is a first deposit of an asset, at an index of one.
func (l *lab) deposit(user, asset common.Address, amount uint64) {
	l.t.Helper()
	one := fixed.Ray()
	l.emit(at(asset[19]+1), &abi.ATokenMetaData, "Mint", user, number64(amount), &one)
	l.pool("ReserveUsedAsCollateralEnabled", asset, user)
}

// owe moves variable debt.
func (l *lab) owe(event string, user, asset common.Address, amount uint64) {
	l.t.Helper()
	one := fixed.Ray()
	if event == "Mint" {
		l.emit(at(asset[19]+3), &abi.VariableDebtTokenMetaData, event, user, user, number64(amount), &one)
	} else {
		l.emit(at(asset[19]+3), &abi.VariableDebtTokenMetaData, event, user, number64(amount), &one)
	}
}

// read answers what the market reads of the chain; what isn't told is refused.
func (l *lab) read(told map[common.Address]map[string]uint64) {
	l.t.Helper()
	q := l.book.Query(0, l.now, func(prices.ID) {})
	results := make([]chain.Result, len(q.Calls))
	for i, c := range q.Calls {
		results[i].Reverted = true
		if z, ok := told[c.To][string(c.Data)]; ok {
			w := number64(z).Bytes32()
			results[i] = chain.Result{Data: w[:]}
		}
	}
	if err := q.Answer(results); err != nil {
		l.t.Fatal(err)
	}
}

// answers are prices in wei, the price of ether in dollars, and ends of grace periods.
func answers(ether, coin, dollars, wethGrace, usdcGrace uint64) map[common.Address]map[string]uint64 {
	return map[common.Address]map[string]uint64{
		oracle: {string(calls.oracle.PackGetAssetPrice(weth)): ether, string(calls.oracle.PackGetAssetPrice(usdc)): coin},
		feed:   {string(calls.feed.PackLatestAnswer()): dollars, string(calls.feed.PackDecimals()): 8},
		sentinel: {
			string(calls.sentinel.PackGracePeriodUntil(weth)): wethGrace, string(calls.sentinel.PackGracePeriodUntil(usdc)): usdcGrace,
		},
	}
}

func (l *lab) frame() protocols.Frame { return l.At(l.book.View(l.now)) }

func (l *lab) id(user common.Address) position.ID {
	l.t.Helper()
	id, ok := l.ID(position.Key{Account: user})
	if !ok {
		l.t.Fatalf("%s is not known", user)
	}
	return id
}

const (
	ether = 1e18
	cent  = 400_000_000_000_000 // a dollar in wei
)

// indebted is a market where alice owes 2000 dollars for an ether worth 2500.
func indebted(t testing.TB, o Options) *lab {
	l := newLab(t, o)
	l.deposit(alice, weth, ether)
	l.owe("Mint", alice, usdc, 2000e6)
	l.read(answers(ether, cent, 2500e8, 0, 0))
	return l
}

func TestDollarsOnlyByTheFeed(t *testing.T) {
	for name, c := range map[string]struct {
		options Options
		dollars uint64
		known   bool
	}{
		"no feed":             {Options{}, 2500e8, false},
		"a feed":              {Options{EthUSDFeed: feed}, 2500e8, true},
		"a feed that is zero": {Options{EthUSDFeed: feed}, 0, false},
	} {
		l := indebted(t, c.options)
		l.read(answers(ether, cent, c.dollars, 0, 0))
		f, id := l.frame(), l.id(alice)
		h, err := f.Health(id)
		if err != nil || h.Factor.Dec() != "1031250000000000000" {
			t.Fatalf("%s: the health is %+v (%v)", name, h, err)
		}
		w, err := f.Worth(id)
		if err != nil || w.Known != c.known {
			t.Errorf("%s: the worth is %+v (%v)", name, w, err)
		}
		if c.known && (w.Collateral.Uint64() != 2500e8 || w.Debt.Uint64() != 2000e8) {
			t.Errorf("%s: %s is owed for %s", name, &w.Debt, &w.Collateral)
		}
		d := f.Describe(id)
		if len(d.Collaterals) != 1 || len(d.Debts) != 1 || d.Collaterals[0].Priced != c.known || d.Debts[0].LiquidationPrice.IsZero() == c.known {
			t.Errorf("%s: it is described as %+v", name, d)
		}
		if value, known := f.Value(usdc, number64(3e6)); known != c.known || known && value.Uint64() != 3e8 {
			t.Errorf("%s: three dollars are worth %s (%v)", name, &value, known)
		}
		for _, m := range f.Markets() {
			if m.Priced != c.known || m.LiquidationBonus != 500 || m.LiquidationThreshold != 8250 || m.Version != "2" {
				t.Errorf("%s: a market is %+v", name, m)
			}
		}
		l.read(answers(ether, 2*cent, c.dollars, 0, 0))
		offers := l.frame().Liquidation(id)
		if len(offers) != 1 || offers[0].Unpriced == c.known || offers[0].Repay.Uint64() != 1000e6 {
			t.Errorf("%s: offers are %+v", name, offers)
		}
	}
}

func TestUnknownPriceMakesUnknown(t *testing.T) {
	l := indebted(t, Options{})
	told := answers(ether, cent, 2500e8, 0, 0)
	delete(told[oracle], string(calls.oracle.PackGetAssetPrice(usdc)))
	l.read(told)
	if h, err := l.frame().Health(l.id(alice)); !errors.Is(err, protocols.ErrUnknown) {
		t.Errorf("without a price the health is %+v (%v)", h, err)
	}
}

func TestRebasingCollateralIsUnknown(t *testing.T) {
	l := indebted(t, Options{Rebasing: []common.Address{weth}})
	if h, err := l.frame().Health(l.id(alice)); !errors.Is(err, protocols.ErrUnknown) {
		t.Errorf("with a collateral that rebases the health is %+v (%v)", h, err)
	}
	l.pool("ReserveUsedAsCollateralDisabled", weth, alice)
	if h, err := l.frame().Health(l.id(alice)); err != nil || !h.Factor.IsZero() {
		t.Errorf("without it the health is %+v (%v)", h, err)
	}
	l.deposit(bob, usdc, 5e6)
	if h, err := l.frame().Health(l.id(bob)); err != nil || h.Collateral.Uint64() != 5*cent {
		t.Errorf("who doesn't hold it has %+v (%v)", h, err)
	}
}

// TestBorrowingBit: a repayment of all takes it away, a liquidation doesn't.
func TestBorrowingBit(t *testing.T) {
	l := indebted(t, Options{})
	bit := func() bool {
		holdings, ok := l.Holdings(l.id(alice))
		if !ok {
			t.Fatal("holdings are not known")
		}
		for _, h := range holdings {
			if h.Asset == usdc {
				return h.Debt
			}
		}
		return false
	}
	l.owe("Burn", alice, usdc, 2000e6)
	l.pool("LiquidationCall", weth, usdc, alice, number64(2000e6), number64(7), bob, false)
	if !bit() {
		t.Error("a liquidation took the bit away")
	}
	if len(l.done.Liquidations) != 1 || l.done.Liquidations[0].Debt.Uint64() != 2000e6 || l.done.Liquidations[0].Liquidator != bob {
		t.Errorf("the liquidation is %+v", l.done.Liquidations)
	}
	l.owe("Mint", alice, usdc, 10)
	l.owe("Burn", alice, usdc, 4)
	l.pool("Repay", usdc, alice, bob, number64(4))
	if !bit() {
		t.Error("a part of a repayment took the bit away")
	}
	l.owe("Burn", alice, usdc, 6)
	l.pool("Repay", usdc, alice, bob, number64(6))
	if bit() {
		t.Error("a repayment of all left the bit")
	}
}

func TestGraceNeedsBoth(t *testing.T) {
	l := indebted(t, Options{})
	for name, c := range map[string]struct {
		weth, usdc uint64
		offers     int
	}{"none": {0, 0, 1}, "one": {l.now, 0, 1}, "both": {l.now, l.now, 0}, "both over": {l.now - 1, l.now - 1, 1}} {
		l.read(answers(ether, 2*cent, 2500e8, c.weth, c.usdc))
		if got := len(l.frame().Liquidation(l.id(alice))); got != c.offers {
			t.Errorf("%s in a grace period: %d offers, want %d", name, got, c.offers)
		}
	}
	told := answers(ether, 2*cent, 2500e8, 0, 0)
	delete(told, sentinel)
	l.read(told)
	if got := len(l.frame().Liquidation(l.id(alice))); got != 0 {
		t.Errorf("with a sentinel that doesn't answer: %d offers", got)
	}
	l.read(answers(ether, 2*cent, 2500e8, 0, 0))
	l.pool("Paused")
	if got := len(l.frame().Liquidation(l.id(alice))); got != 0 {
		t.Errorf("in a paused pool: %d offers", got)
	}
	l.pool("Unpaused")
	if got := len(l.frame().Liquidation(l.id(alice))); got != 1 {
		t.Errorf("in a pool that goes on: %d offers", got)
	}
}

func TestCloseFactorIsTheManagers(t *testing.T) {
	last := common.HexToAddress("0xcc9632725266473ab5d42320E8Ae00437A1df3bB")
	for name, c := range map[string]struct {
		option uint64
		fact   managerFact
		at     common.Address
		want   uint16
	}{
		"usual":     {0, managerFact{}, at(9), 5000},
		"told":      {0, managerFact{closeFactor: 2500}, at(9), 2500},
		"of late":   {0, managerFact{}, last, 10_000},
		"by option": {7000, managerFact{closeFactor: 2500}, last, 7000},
	} {
		l := newLab(t, Options{CloseFactor: c.option})
		l.facts.managers[c.at] = c.fact
		l.emit(provider, &abi.LendingPoolAddressesProviderMetaData, "LendingPoolCollateralManagerUpdated", c.at)
		if got := l.settings().closeFactor; got != c.want {
			t.Errorf("%s: the close factor is %d, want %d", name, got, c.want)
		}
	}
	if (&Options{CloseFactor: 10_001}).Validate() == nil || (&Options{CloseFactor: 10_000}).Validate() != nil {
		t.Error("a close factor is only what is at most all")
	}
}

func TestFrameDoesNotAllocate(t *testing.T) {
	l := indebted(t, Options{EthUSDFeed: feed})
	f, id := l.frame(), l.id(alice)
	if n := testing.AllocsPerRun(100, func() {
		if _, err := f.Health(id); err != nil {
			t.Error(err)
		}
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func TestGrowthKnowsStableRates(t *testing.T) {
	l := newLab(t, Options{})
	before := l.frame()
	rate := yearly(100)
	r := rate.Uint256()
	l.emit(at(usdc[19]+2), &abi.StableDebtTokenMetaData, "Mint", alice, alice, number64(100), number64(0), number64(0), &r, &r, number64(100))
	l.now += secondsPerYear
	if got := l.frame().Growth(before); got < 16_600 || got > 16_700 {
		t.Errorf("a debt at 100 %% grew by %d basis points in a year", got)
	}
	if h, err := l.Holdings(l.id(alice)); !err || len(h) != 1 || !h[0].Debt || h[0].Principal.Uint64() != 100 || h[0].Rate != r {
		t.Errorf("alice has %+v", h)
	}
}
