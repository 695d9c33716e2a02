package compoundv3

import (
	"bytes"

	"brink/fixed"
	"brink/prices"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// mostAssets is how many kinds of collateral a market can have.
//
// Source: compound-finance/comet:contracts/CometWithExtendedAssetList.sol.
const mostAssets = 24

// tables are the deployment's whole mutable state.
type tables struct {
	rules    *state.Table[uint8, rules]  // one row under key 0
	totals   *state.Table[uint8, totals] // likewise
	counts   *state.Table[uint8, counts] // likewise
	assets   *state.Table[common.Address, asset]
	accounts *state.Ledger[common.Address, head, leg]
}

func newTables(db *state.DB, name string) tables {
	return tables{
		rules:    state.NewTable[uint8, rules](db, name+"/rules"),
		totals:   state.NewTable[uint8, totals](db, name+"/totals"),
		counts:   state.NewTable[uint8, counts](db, name+"/counts"),
		assets:   state.NewTable[common.Address, asset](db, name+"/assets"),
		accounts: state.NewLedger[common.Address, head, leg](db, name+"/accounts"),
	}
}

// rules are what the contract's code says, base and curves in its own units.
type rules struct {
	baseToken, baseFeed common.Address
	baseScale           uint64
	supply, borrow      curve
	storeFront          uint64 // storeFrontPriceFactor, a wad
	targetReserves      fixed.U128
	symbol              [32]byte
	list                [mostAssets]uint32 // rows of assets by their offset
	price, cash         prices.ID          // of base, and what the contract has of it
	unit, unitDecimals  prices.ID          // what tells dollars; an oracle, of base, has no decimals
	listed              uint32             // length of list
	known               bool               // false: to be read
	named               bool               // symbols were asked for
	_                   [2]uint8
}

// bits are those that assetsIn can have.
func (r *rules) bits() uint32 { return 1<<r.listed - 1 }

// totals are totalsBasic as of the last block that asked.
type totals struct {
	indices
	supplied, borrowed fixed.U128 // principal
	accrued            uint64     // block time of the indices
	pauses             uint64     // bits
	known              uint64     // 1 when they were read
}

// absorbPaused and buyPaused are bits of totals.pauses, and supplyPaused is.
//
// Source: compound-finance/comet:contracts/CometCore.sol.
const (
	supplyPaused = 1 << 0
	absorbPaused = 1 << 3
	buyPaused    = 1 << 4
)

func (t *totals) sums() sums {
	return sums{t.indices, t.supplied.Uint256(), t.borrowed.Uint256(), t.accrued}
}

// counts are of accounts.
type counts struct {
	debts  uint256.Int // principal owed by all that are known
	unread uint32      // accounts that are to be read
	// balanced says that the debts were once all there are by the contract.
	balanced bool
	_        [3]uint8
}

// asset is a kind of collateral. Rows stay when an asset is delisted.
type asset struct {
	feed                                             common.Address
	price                                            prices.ID
	symbol                                           [32]byte
	scale                                            uint64
	borrowFactor, liquidateFactor, liquidationFactor uint64 // wads
	supplyCap, total                                 fixed.U128
	offset                                           uint8 // in the list
	listed, named, sized                             bool  // sized: total was read
	_                                                [4]uint8
}

// head is an account but for its collateral.
type head struct {
	principal fixed.U128 // magnitude
	assetsIn  uint32     // bits by offset
	owes      bool       // principal is below zero
	unread    unread
	_         [2]uint8
}

// unread is what of an account isn't known and is to be read.
type unread uint8

const (
	basic    unread = 1 << iota // principal and assetsIn
	balances                    // of collateral
)

// leg is an account's balance of one asset.
type leg struct {
	amount fixed.U128
	asset  uint64 // row
}

func (t *tables) rule() rules {
	r, _ := t.rules.Get(0)
	return r
}

func (t *tables) total() totals {
	m, _ := t.totals.Get(0)
	return m
}

func (t *tables) count() counts {
	c, _ := t.counts.Get(0)
	return c
}

// put replaces an account and keeps the counts.
func (t *tables) put(row state.Row, h head, legs []leg) {
	old, _ := t.accounts.At(row)
	c := t.count()
	before := c
	c.add(old, false)
	c.add(&h, true)
	if c != before {
		t.counts.Put(0, c)
	}
	t.accounts.Set(row, h, legs)
}

// insert adds an account.
func (t *tables) insert(a common.Address, h head) state.Row {
	c := t.count()
	c.add(&h, true)
	t.counts.Put(0, c)
	return t.accounts.Insert(a, h, nil)
}

func (c *counts) add(h *head, more bool) {
	var owed uint256.Int
	if h.owes {
		h.principal.Into(&owed)
	}
	var missing uint32
	if h.unread != 0 {
		missing = 1
	}
	if more {
		c.debts.Add(&c.debts, &owed)
		c.unread += missing
		return
	}
	c.debts.Sub(&c.debts, &owed)
	c.unread -= missing
}

// readable is a symbol as people write it.
func readable(symbol *[32]byte) string { return string(bytes.TrimRight(symbol[:], "\x00")) }

// decimals is how many a scale has.
func decimals(scale uint64) (n uint8) {
	for ; scale >= 10; scale /= 10 {
		n++
	}
	return n
}
