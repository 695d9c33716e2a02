package aavev2

import (
	"bytes"

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
	accounts *state.Ledger[common.Address, head, leg]
}

func newTables(db *state.DB, name string) tables {
	return tables{
		market:   state.NewTable[uint8, market](db, name+"/market"),
		reserves: state.NewTable[common.Address, reserve](db, name+"/reserves"),
		tokens:   state.NewTable[common.Address, token](db, name+"/tokens"),
		accounts: state.NewLedger[common.Address, head, leg](db, name+"/accounts"),
	}
}

// market is what the addresses provider says, and what follows from it.
type market struct {
	pool, configurator, oracle common.Address
	manager, sentinel          common.Address
	unread                     uint32 // accounts that are to be read
	baseUnit                   uint64
	topRate                    fixed.U128 // the highest stable rate that anybody has had
	feed, feedDecimals         prices.ID  // of the base currency in dollars
	closeFactor                uint16     // basis points
	dollars                    bool       // the base currency is the US dollar
	paused                     bool
	loaded                     bool // reserves were read from the contract
	_                          [3]uint8
}

// reserve is one listed asset. The address of the asset is its key.
type reserve struct {
	indices                                indices
	stable                                 supply
	id                                     uint32
	price                                  prices.ID
	supplied, borrowed                     prices.ID // scaled total supplies
	available                              prices.ID
	grace                                  prices.ID // until when liquidations rest; prices.None without a sentinel
	aToken, variableDebtToken, stableToken common.Address
	symbol                                 [32]byte
	ltv, threshold, bonus                  uint16
	decimals                               uint8
	active, frozen                         bool
	_                                      [3]uint8
}

func (r *reserve) name() string { return string(bytes.TrimRight(r.symbol[:], "\x00")) }

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

// head is an account beside its legs.
type head struct {
	// unread: the account's state was not read from the contract, or what was
	// known proved wrong. Its legs are meaningless until it is read.
	unread bool
}

// settings is the market row; the zero value before anything is known.
func (t *tables) settings() market {
	m, _ := t.market.Get(0)
	return m
}
