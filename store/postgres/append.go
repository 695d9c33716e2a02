package postgres

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"brink/chain"
	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// bytea is bytes in the form in which PostgreSQL reads them out of JSON.
type bytea []byte

// MarshalText implements encoding.TextMarshaler.
func (b bytea) MarshalText() ([]byte, error) { return []byte(`\x` + hex.EncodeToString(b)), nil }

// The rows that the schema's functions take, named after the columns.
type (
	entryRow struct {
		Cursor      int    `json:"cursor"`
		ChainID     uint64 `json:"chain_id"`
		ID          string `json:"id"`
		Type        string `json:"type"`
		Subject     string `json:"subject"`
		BlockNumber uint64 `json:"block_number"`
		BlockHash   bytea  `json:"block_hash"`
		BlockTime   uint64 `json:"block_time"`
		TxHash      *bytea `json:"tx_hash"`
		LogIndex    *uint  `json:"log_index"`
		Status      string `json:"status"`
		Data        bytea  `json:"data"`
	}
	factRow struct {
		Cursor      int             `json:"cursor"`
		ID          string          `json:"id"`
		BlockNumber uint64          `json:"block_number"`
		Withdrawn   bool            `json:"withdrawn"`
		Liquidation *liquidationRow `json:"liquidation"`
	}
	liquidationRow struct {
		Seq             int     `json:"seq,omitempty"` // of the past, within the call
		ID              string  `json:"id"`
		ChainID         uint64  `json:"chain_id"`
		Protocol        string  `json:"protocol"`
		Account         bytea   `json:"account"`
		Liquidator      bytea   `json:"liquidator"`
		CollateralAsset bytea   `json:"collateral_asset"`
		DebtAsset       bytea   `json:"debt_asset"`
		Side            string  `json:"side"`
		BlockNumber     uint64  `json:"block_number"`
		Time            uint64  `json:"time"`
		Debt            *string `json:"debt"`
		Collateral      *string `json:"collateral"`
		Data            bytea   `json:"data"`
	}
	blockRow struct {
		Number uint64 `json:"number"`
		Hash   bytea  `json:"hash"`
	}
	valueRow struct {
		Key   string `json:"key"`
		Value bytea  `json:"value"`
	}
)

// Append is documented at store.Log.
func (s *Store) Append(ctx context.Context, b feed.Batch) (feed.Cursor, error) {
	cursor, err := s.append(ctx, b)
	if err != nil {
		return 0, fmt.Errorf("appending to shard %s at %s: %w", b.Shard, b.To, err)
	}
	return cursor, nil
}

func (s *Store) append(ctx context.Context, b feed.Batch) (feed.Cursor, error) {
	entries, facts, err := rows(b.Entries)
	if err != nil {
		return 0, err
	}
	path := each(b.Path, func(r chain.Ref) blockRow { return blockRow{r.Number, r.Hash[:]} })
	lease, epoch := s.lease.held()
	cursor, err := s.cursor(ctx, `SELECT step_batch($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		lease, epoch, s.lease.steps(), b.Shard, int64(b.From.Number), b.From.Hash[:], int64(b.To.Number), b.To.Hash[:],
		int64(b.Time), int64(b.Safe), int64(b.Final), b.Resync, path, entries, facts)
	if err == nil {
		s.lease.stepped()
	}
	return cursor, err
}

// Commit is documented at store.Keeper.
func (s *Store) Commit(ctx context.Context, c store.Commit) (feed.Cursor, error) {
	cursor, err := s.commit(ctx, c)
	if err != nil {
		return 0, fmt.Errorf("committing consumer %s at %s: %w", c.Consumer, c.Cursor, err)
	}
	return cursor, nil
}

func (s *Store) commit(ctx context.Context, c store.Commit) (feed.Cursor, error) {
	entries, facts, err := rows(c.Entries)
	if err != nil {
		return 0, err
	}
	past := make([]*liquidationRow, len(c.Past))
	for i := range c.Past {
		if past[i], err = liquidation(&c.Past[i]); err != nil {
			return 0, fmt.Errorf("entry %s: %w", c.Past[i].ID, err)
		}
		past[i].Seq = i + 1
	}
	set, drop := []valueRow{}, []string{}
	for _, key := range slices.Sorted(maps.Keys(c.Put)) {
		if value := c.Put[key]; value == nil {
			drop = append(drop, key)
		} else {
			set = append(set, valueRow{key, value})
		}
	}
	lease, epoch := s.lease.held()
	var above *int64
	if c.Above != nil {
		above = new(int64)
		*above = int64(*c.Above)
	}
	return s.cursor(ctx, `SELECT commit_history($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`, lease, epoch, c.Consumer,
		int64(c.Version), int64(c.Cursor), set, drop, entries, facts, c.Shard, past, above)
}

func rows(said []feed.Entry) (entries []entryRow, facts []factRow, err error) {
	entries, facts = make([]entryRow, len(said)), []factRow{}
	for i := range said {
		e := &said[i]
		row := &entries[i]
		*row = entryRow{Cursor: i + 1, ChainID: e.ChainID, ID: e.ID, Type: e.Type, Subject: e.Subject, BlockNumber: e.Block.Number,
			BlockHash: e.Block.Hash[:], BlockTime: e.Block.Time, Status: string(e.Status), Data: notNull(e.Data)}
		if e.HasLog {
			hash := bytea(e.TxHash[:])
			row.TxHash, row.LogIndex = &hash, &e.LogIndex
		}
		if !feed.Fact(e.Type) {
			continue
		}
		fact := factRow{Cursor: i + 1, ID: e.ID, BlockNumber: e.Block.Number}
		switch {
		case e.Status == feed.Reverted:
			fact.ID, fact.Withdrawn = strings.TrimSuffix(e.ID, "/reverted"), true
		case e.Type == feed.Liquidated:
			if fact.Liquidation, err = liquidation(e); err != nil {
				return nil, nil, fmt.Errorf("entry %s: %w", e.ID, err)
			}
		}
		facts = append(facts, fact)
	}
	return entries, facts, nil
}

// liquidation derives a row from an entry.
func liquidation(e *feed.Entry) (*liquidationRow, error) {
	var l feed.Liquidation
	if err := json.Unmarshal(e.Data, &l); err != nil {
		return nil, fmt.Errorf("reading the liquidation: %w", err)
	}
	return &liquidationRow{ID: e.ID, ChainID: e.ChainID, Protocol: l.Protocol, Account: address(l.Account),
		Liquidator: address(l.Liquidator), CollateralAsset: address(l.CollateralAsset), DebtAsset: address(l.DebtAsset), Side: l.Side,
		BlockNumber: e.Block.Number, Time: e.Block.Time, Debt: column(l.DebtUSD), Collateral: column(l.CollateralUSD),
		Data: bytea(e.Data)}, nil
}

// column is dollars as the columns hold them, nil where they aren't known.
func column(dollars *string) *string {
	if dollars == nil {
		return nil
	}
	z, ok := feed.ParseDollars(*dollars)
	if !ok {
		return nil
	}
	text := z.Dec()
	return &text
}

func address(text string) bytea { return common.HexToAddress(text).Bytes() }

func each[T, U any](list []T, of func(T) U) []U {
	out := make([]U, len(list))
	for i, v := range list {
		out[i] = of(v)
	}
	return out
}

// notNull keeps the absence of data apart from SQL's NULL.
func notNull(data []byte) []byte {
	if data == nil {
		return []byte{}
	}
	return data
}
