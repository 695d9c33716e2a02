package aavev3

import (
	"fmt"
	"maps"
	"slices"

	"brink/abi/word"
	"brink/chain"
	"brink/fixed"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// reading is how far reading the state from the contracts has come within one
// block. It is void with the next block.
type reading struct {
	assets []common.Address
	users  []userBits
	scan   state.Row // accounts before it are read
}

// userBits is an account whose balances are to be asked for.
type userBits struct {
	row    state.Row
	eMode  uint8
	config uint256.Int
}

// Wants implements protocols.Protocol. A market that isn't followed from its
// first log is read in four questions: where its contracts are, what is listed,
// each reserve and category, then accounts: first their bitmaps, next the
// balances that the bitmaps announce.
func (p *Protocol) Wants(max int) chain.Query {
	m := p.settings()
	switch {
	case p.genesis || m.loaded:
		return p.wantAccounts(max)
	case m.pool == (common.Address{}):
		return p.wantContracts()
	case m.version == 0 || m.baseUnit == 0:
		return p.wantMarket()
	default:
		return p.wantReserves()
	}
}

func (p *Protocol) wantContracts() chain.Query {
	m := p.settings()
	var b chain.Questions
	address := func(data []byte, to *common.Address, needed string) {
		b.Ask(p.provider, data, func(r chain.Result) error {
			z, ok := r.Uint(0)
			if needed != "" && (!ok || z.IsZero()) {
				return fmt.Errorf("%s names no %s: %w", p.provider, needed, protocols.ErrUnsupported)
			}
			*to = z.Bytes20()
			return nil
		})
	}
	address(calls.provider.PackGetPoolConfigurator(), &m.configurator, "pool configurator")
	address(calls.provider.PackGetPriceOracle(), &m.oracle, "price oracle")
	address(calls.provider.PackGetPriceOracleSentinel(), &m.sentinel, "")
	address(calls.provider.PackGetPool(), &m.pool, "pool")
	return chain.After(b.Query(), func() error {
		p.market.Put(0, m)
		return nil
	})
}

func (p *Protocol) wantMarket() chain.Query {
	m := p.settings()
	var b chain.Questions
	revision := uint64(0)
	b.Ask(m.pool, calls.pool.PackPOOLREVISION(), func(r chain.Result) error {
		z, _ := r.Uint(0)
		revision = z.Uint64()
		return nil
	})
	p.prepareOracle(&b, m.oracle)
	return chain.After(b.Query(), func() error {
		v := p.fixed
		if v == 0 {
			var ok bool
			if v, ok = VersionOf(revision); !ok {
				return fmt.Errorf("pool %s, revision %d: %w", m.pool, revision, protocols.ErrUnsupported)
			}
		}
		m.version = v
		p.market.Put(0, m)
		var ignored protocols.Effects
		if err := p.setOracle(m.oracle, &ignored); err != nil {
			return err
		}
		return p.setSentinel(m.sentinel, &ignored)
	})
}

func (p *Protocol) wantReserves() chain.Query {
	m := p.settings()
	var b chain.Questions
	if p.reading.assets == nil {
		b.Ask(m.pool, calls.pool.PackGetReservesList(), func(r chain.Result) error {
			list, err := calls.pool.UnpackGetReservesList(r.Data)
			if err != nil {
				return fmt.Errorf("reading the reserves of %s: %w: %w", m.pool, protocols.ErrUnsupported, err)
			}
			p.reading.assets = list
			return nil
		})
		return b.Query()
	}
	for _, asset := range p.reading.assets {
		p.wantReserve(&b, m, asset)
	}
	for id := 1; id <= 255; id++ {
		p.wantEMode(&b, m, uint8(id))
	}
	return chain.After(b.Query(), func() error {
		m := p.settings()
		m.loaded = true
		p.market.Put(0, m)
		p.reading = reading{}
		for _, a := range slices.SortedFunc(maps.Keys(p.only), common.Address.Cmp) {
			p.discover(a)
		}
		return nil
	})
}

func (p *Protocol) wantReserve(b *chain.Questions, m market, asset common.Address) {
	p.prepareAsset(b, asset)
	var until uint64
	if m.version.gracePeriod() {
		b.Ask(m.pool, calls.pool.PackGetLiquidationGracePeriod(asset), func(r chain.Result) error {
			z, _ := r.Uint(0)
			until = z.Uint64()
			return nil
		})
	}
	b.Ask(m.pool, calls.pool.PackGetReserveData(asset), func(r chain.Result) error {
		data, err := calls.pool.UnpackGetReserveData(r.Data)
		if err != nil {
			return fmt.Errorf("reading reserve %s: %w: %w", asset, protocols.ErrUnsupported, err)
		}
		c, _ := uint256.FromBig(data.Configuration.Data)
		next := configured(c)
		next.id, next.aToken, next.vToken = uint32(data.Id), data.ATokenAddress, data.VariableDebtTokenAddress
		next.gracePeriodUntil, next.symbol = until, p.facts.assets[asset].symbol
		x := &next.indices
		for _, f := range []struct {
			to   *fixed.U128
			from *uint256.Int
		}{
			{&x.liquidityIndex, uint256.MustFromBig(data.LiquidityIndex)},
			{&x.liquidityRate, uint256.MustFromBig(data.CurrentLiquidityRate)},
			{&x.variableIndex, uint256.MustFromBig(data.VariableBorrowIndex)},
			{&x.variableRate, uint256.MustFromBig(data.CurrentVariableBorrowRate)},
		} {
			f.to.Set(f.from)
		}
		x.updated = data.LastUpdateTimestamp.Uint64()
		p.reserves.Put(asset, next)
		stableDebtToken := data.StableDebtTokenAddress
		if !m.version.stableDebt() {
			stableDebtToken = common.Address{}
		}
		return p.follow(asset, stableDebtToken)
	})
}

// configured reads a reserve's packed configuration.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/configuration/ReserveConfiguration.sol.
func configured(c *uint256.Int) reserve {
	field := func(at, bits uint) uint64 {
		var z uint256.Int
		return z.Rsh(c, at).Uint64() & (1<<bits - 1)
	}
	return reserve{
		ltv: uint16(field(0, 16)), threshold: uint16(field(16, 16)), bonus: uint16(field(32, 16)),
		decimals: uint8(field(48, 8)), listed: true,
		active: field(56, 1) == 1, frozen: field(57, 1) == 1, paused: field(60, 1) == 1,
		borrowCap: field(80, 36), supplyCap: field(116, 36), protocolFee: uint16(field(152, 16)),
		category: uint8(field(168, 8)),
	}
}

func (p *Protocol) wantEMode(b *chain.Questions, m market, id uint8) {
	if !m.version.eModeBitmap() {
		b.Ask(m.pool, calls.pool.PackGetEModeCategoryData(id), func(r chain.Result) error {
			data, err := calls.pool.UnpackGetEModeCategoryData(r.Data)
			if err != nil || data.LiquidationThreshold == 0 {
				return nil
			}
			c := category{ltv: data.Ltv, threshold: data.LiquidationThreshold, bonus: data.LiquidationBonus}
			c, err = p.priceBy(c, data.PriceSource)
			p.eModes.Put(id, c)
			return err
		})
		return
	}
	var c category
	bits := func(data []byte, to *fixed.U128) {
		b.Ask(m.pool, data, func(r chain.Result) error {
			z, _ := r.Uint(0)
			to.Set(&z)
			return nil
		})
	}
	bits(calls.pool.PackGetEModeCategoryCollateralBitmap(id), &c.members)
	if m.version.eModeLTVZero() {
		bits(calls.pool.PackGetEModeCategoryLtvzeroBitmap(id), &c.ltvZero)
	}
	if m.version.isolatedEMode() {
		b.Ask(m.pool, calls.pool.PackGetIsEModeCategoryIsolated(id), func(r chain.Result) error {
			z, _ := r.Uint(0)
			c.isolated = !z.IsZero()
			return nil
		})
	}
	b.Ask(m.pool, calls.pool.PackGetEModeCategoryCollateralConfig(id), func(r chain.Result) error {
		data, err := calls.pool.UnpackGetEModeCategoryCollateralConfig(r.Data)
		if err != nil || data.LiquidationThreshold == 0 {
			return nil
		}
		c.ltv, c.threshold, c.bonus = data.Ltv, data.LiquidationThreshold, data.LiquidationBonus
		p.eModes.Put(id, c)
		return nil
	})
}

// wantAccounts asks for the accounts that are not read: first their bitmaps,
// and in the next question their balances.
func (p *Protocol) wantAccounts(max int) chain.Query {
	if len(p.reading.users) > 0 {
		if q := p.wantBalances(); len(q.Calls) > 0 {
			return q
		}
	}
	m := p.settings()
	pool := m.pool
	var b chain.Questions
	for row := p.reading.scan; m.unread > 0 && int(row) < p.accounts.Len() && len(p.reading.users) < max; row++ {
		p.reading.scan = row + 1
		if h, _ := p.accounts.At(row); !h.unread {
			continue
		}
		user := p.accounts.Key(row)
		i := len(p.reading.users)
		p.reading.users = append(p.reading.users, userBits{row: row})
		b.Ask(pool, calls.pool.PackGetUserEMode(user), func(r chain.Result) error {
			z, ok := r.Uint(0)
			if !ok || !z.LtUint64(256) {
				return fmt.Errorf("reading the eMode of %s: %w", user, protocols.ErrUnsupported)
			}
			p.reading.users[i].eMode = uint8(z.Uint64())
			return nil
		})
		b.Ask(pool, calls.pool.PackGetUserConfiguration(user), func(r chain.Result) error {
			z, ok := r.Uint(0)
			if !ok {
				return fmt.Errorf("reading the configuration of %s: %w", user, protocols.ErrUnsupported)
			}
			p.reading.users[i].config = z
			return nil
		})
	}
	return b.Query()
}

func (p *Protocol) wantBalances() chain.Query {
	users := p.reading.users
	p.reading.users = nil
	ids, assets := p.sortedIDs()
	var b chain.Questions
	found := make([]holding, len(users))
	for i, u := range users {
		user := p.accounts.Key(u.row)
		for _, id := range ids {
			r, _ := p.reserves.Get(assets[id])
			kind := supplied
			if bit(&u.config, 2*id+1) {
				kind = collateral
			}
			if kind == collateral || p.everyBalance() {
				p.wantLeg(&b, r.aToken, user, leg{reserve: id, kind: kind}, &found[i])
			}
			if bit(&u.config, 2*id) {
				p.wantLeg(&b, r.vToken, user, leg{reserve: id, kind: borrowed}, &found[i])
				p.wantStable(&b, assets[id], user, id, &found[i])
			}
		}
	}
	know := func() {
		for i, u := range users {
			p.know(u, found[i])
		}
	}
	q := b.Query()
	if len(q.Calls) == 0 { // nobody among them has anything, and nothing will be asked
		know()
		return q
	}
	return chain.After(q, func() error {
		know()
		return nil
	})
}

// holding is what the contract says that an account has.
type holding struct {
	legs   []leg
	stable map[uint32]stable // by reserve
}

// know replaces an account with what the contract says of it.
func (p *Protocol) know(u userBits, found holding) {
	user := p.accounts.Key(u.row)
	for _, r := range p.reserves.All() {
		key := stableKey{user, r.id}
		if old, had := p.stable.Get(key); had && old != found.stable[r.id] || found.stable[r.id] != (stable{}) {
			p.stable.Put(key, found.stable[r.id])
		}
	}
	h, _ := p.accounts.At(u.row)
	if h.unread {
		p.countUnread(-1)
	}
	p.accounts.Set(u.row, head{eMode: u.eMode, stable: len(found.stable) > 0}, found.legs)
}

func (p *Protocol) wantLeg(b *chain.Questions, token, user common.Address, l leg, into *holding) {
	b.Ask(token, calls.token.PackScaledBalanceOf(user), func(r chain.Result) error {
		z, ok := r.Uint(0)
		if !ok || !l.scaled.Set(&z) {
			return fmt.Errorf("reading the balance of %s: %w", user, protocols.ErrUnsupported)
		}
		if !l.idle() {
			into.legs = append(into.legs, l)
		}
		return nil
	})
}

// wantStable asks for a debt at its own rate, where the version has such.
func (p *Protocol) wantStable(b *chain.Questions, asset, user common.Address, id uint32, into *holding) {
	token, ok := p.stableDebtToken(asset)
	if !ok {
		return
	}
	var s stable
	word := func(data []byte, set func(*uint256.Int) bool) {
		b.Ask(token, data, func(r chain.Result) error {
			if z, ok := r.Uint(0); !ok || !set(&z) {
				return fmt.Errorf("reading the stable debt of %s: %w", user, protocols.ErrUnsupported)
			}
			if !s.principal.IsZero() {
				if into.stable == nil {
					into.stable = make(map[uint32]stable)
				}
				into.stable[id] = s
			}
			return nil
		})
	}
	word(calls.stable.PackPrincipalBalanceOf(user), s.principal.Set)
	word(calls.stable.PackGetUserStableRate(user), s.rate.Set)
	word(calls.stable.PackGetUserLastUpdated(user), func(z *uint256.Int) bool {
		s.updated = z.Uint64()
		return z.IsUint64()
	})
}

func (p *Protocol) stableDebtToken(asset common.Address) (common.Address, bool) {
	for a, t := range p.tokens.All() {
		if t.asset == asset && t.kind == stableDebtKind {
			return a, p.settings().version.stableDebt()
		}
	}
	return common.Address{}, false
}

func bit(z *uint256.Int, i uint32) bool {
	var s uint256.Int
	return s.Rsh(z, uint(i)).Uint64()&1 == 1
}

// Trace implements protocols.Discoverer: borrowers are named by the pool.
func (p *Protocol) Trace() chain.Filter {
	return chain.NewFilter([]common.Address{p.settings().pool}, []common.Hash{topicBorrow})
}

// Discover implements protocols.Discoverer.
func (p *Protocol) Discover(l *types.Log) error {
	if l.Address != p.settings().pool || len(l.Topics) == 0 || l.Topics[0] != topicBorrow {
		return nil
	}
	w := word.Read(l, 4, 4)
	user := w.TopicAddress(2)
	if !w.OK() {
		return fmt.Errorf("log %d of %s: %w", l.Index, l.Address, protocols.ErrMalformed)
	}
	p.discover(user)
	return nil
}
