package compoundv2

import (
	"bytes"

	"brink/fixed"
	"brink/prices"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
)

// tables are the deployment's whole mutable state.
type tables struct {
	settings *state.Table[uint8, settings] // one row under key 0
	markets  *state.Table[common.Address, market]
	modes    *state.Table[uint64, mode]
	members  *state.Table[memberKey, member]
	forced   *state.Table[forcedKey, uint8]
	minters  *state.Table[common.Address, minter]
	accounts *state.Ledger[common.Address, head, leg]
}

func newTables(db *state.DB, name string) tables {
	return tables{
		settings: state.NewTable[uint8, settings](db, name+"/settings"),
		markets:  state.NewTable[common.Address, market](db, name+"/markets"),
		modes:    state.NewTable[uint64, mode](db, name+"/modes"),
		members:  state.NewTable[memberKey, member](db, name+"/members"),
		forced:   state.NewTable[forcedKey, uint8](db, name+"/forced"),
		minters:  state.NewTable[common.Address, minter](db, name+"/minters"),
		accounts: state.NewLedger[common.Address, head, leg](db, name+"/accounts"),
	}
}

// settings are what the comptroller says of all markets.
type settings struct {
	oracle, liquidator, controller, vai common.Address
	minCollateral                       fixed.U128 // isolated pools: what liquidateBorrow needs
	closeFactor, incentive              uint64     // mantissas
	unread                              uint32     // accounts that are to be read
	inexact                             uint32     // accounts with a debt whose index was not seen
	vaiIndex                            prices.ID  // what VAI's debts grow by
	treasury, leastVAI, forceVAI        prices.ID  // of the liquidator contract
	loaded                              bool       // the comptroller was read
	paused, seizePaused                 bool
	liquidated                          bool // there is a liquidator contract: its sources are watched
	_                                   [4]uint8
}

// market is one listed market. The address of its token is its key.
type market struct {
	index                        fixed.U128 // borrowIndex
	supplyCap, borrowCap         fixed.U128
	accrued                      uint64 // the block, or the second, of the index
	factor, threshold            uint64 // weights of collateral, mantissas
	incentive                    uint64 // where each market has its own
	reserveFactor, seizeShare    uint64
	price                        prices.ID
	cash, borrows, reserves      prices.ID
	supply, rate, badDebt        prices.ID
	underlying                   common.Address
	symbol                       [32]byte
	decimals                     uint8
	listed, unread, watched      bool
	seconds                      bool
	forced, borrowPaused         bool
	liquidatePaused, seizePaused bool
	repayPaused                  bool
	_                            [6]uint8
}

func (m *market) name() string { return string(bytes.TrimRight(m.symbol[:], "\x00")) }

// mode is one of Venus' efficiency modes, there called pools. Its id is its key;
// 0 is the core pool and has no row.
type mode struct{ active, fallback bool }

// memberKey names a market in a mode.
type memberKey struct {
	mode   uint64
	market uint64 // its row
}

// member is how a market counts in a mode.
type member struct {
	factor, threshold, incentive uint64
	listed                       uint64 // 1 if it belongs to the mode
}

// forcedKey names a debt that may be repaid by anybody without a shortfall.
type forcedKey struct {
	account common.Address
	market  uint32 // its row
}

// minter is what Venus keeps of an account's VAI.
type minter struct{ minted, past, index fixed.U128 }

// head is an account beside its legs.
type head struct {
	mode uint64
	// unread: the account's state was not read from the contract, or what was
	// known proved wrong.
	unread bool
	// inexact: some leg is.
	inexact bool
	mints   bool // the account has had VAI
	_       [5]uint8
}

// leg is an account's part in one market.
type leg struct {
	shares           fixed.U128
	principal, index fixed.U128 // of the debt, and borrowIndex when it was stored
	market           uint32     // its row
	entered          bool
	// inexact: the debt is as the contract told it at index, which is later than
	// when it was stored; from there on it may round otherwise.
	inexact bool
	_       [2]uint8
}

// global is the settings row; the zero value before anything is known.
func (t *tables) global() settings {
	s, _ := t.settings.Get(0)
	return s
}

// set changes the settings.
func (t *tables) set(change func(*settings)) {
	s := t.global()
	change(&s)
	t.settings.Put(0, s)
}

// change changes a market.
func (t *tables) change(row state.Row, with func(*market)) {
	m := *t.markets.At(row)
	with(&m)
	t.markets.Set(row, m)
}
