package aavev3

import (
	"brink/fixed"
	"brink/prices"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
)

// tables are the deployment's whole mutable state.
type tables struct {
	market   *state.Table[uint8, market] // one row under key 0
	reserves *state.Table[common.Address, reserve]
	tokens   *state.Table[common.Address, token]
	eModes   *state.Table[uint8, category]
	accounts *state.Ledger[common.Address, head, leg]
	stable   *state.Table[stableKey, stable]
}

func newTables(db *state.DB, name string) tables {
	return tables{
		market:   state.NewTable[uint8, market](db, name+"/market"),
		reserves: state.NewTable[common.Address, reserve](db, name+"/reserves"),
		tokens:   state.NewTable[common.Address, token](db, name+"/tokens"),
		eModes:   state.NewTable[uint8, category](db, name+"/emodes"),
		accounts: state.NewLedger[common.Address, head, leg](db, name+"/accounts"),
		stable:   state.NewTable[stableKey, stable](db, name+"/stable"),
	}
}

// market is what the addresses provider says, and what follows from it.
type market struct {
	pool, configurator, oracle, sentinel common.Address
	halted                               prices.ID // the sentinel's answer
	unread                               uint32    // accounts that are to be read
	baseUnit                             uint64
	version                              Version
	dollars                              bool // the base currency is the US dollar
	loaded                               bool // reserves and categories were read from the contract
	_                                    [5]uint8
}

// reserve is one listed asset. The address of the asset is its key.
type reserve struct {
	indices                indices
	gracePeriodUntil       uint64
	supplyCap, borrowCap   uint64 // whole tokens; 0 is none
	id                     uint32
	price                  prices.ID
	supplied, borrowed     prices.ID // scaled total supplies
	available              prices.ID
	aToken, vToken         common.Address
	symbol                 [32]byte
	ltv, threshold         uint16
	bonus, protocolFee     uint16
	decimals, category     uint8
	listed                 bool
	active, paused, frozen bool
	_                      [6]uint8
}

// token says which reserve's which token an address is.
type token struct {
	asset common.Address
	kind  tokenKind
}

type tokenKind uint8

const (
	aTokenKind tokenKind = iota
	variableDebtKind
	stableDebtKind
)

// category is one efficiency mode. Its id is its key.
type category struct {
	members, ltvZero      fixed.U128
	ltv, threshold, bonus uint16
	isolated, sourced     bool
	price                 prices.ID // of the mode's own price source, where sourced
	_                     [4]uint8
}

// head is an account beside its legs.
type head struct {
	eMode uint8
	// unread: the account's state was not read from the contract, or what was
	// known proved wrong. Its legs are meaningless until it is read.
	unread bool
	// stable: the account has had stable debt.
	stable bool
}

// stableKey names a debt at a rate of its own, up to 3.1.
type stableKey struct {
	account common.Address
	reserve uint32
}

type stable struct {
	principal, rate fixed.U128
	updated         uint64
}

// settings is the market row; the zero value before anything is known.
func (t *tables) settings() market {
	m, _ := t.market.Get(0)
	return m
}
