package sqlite

import (
	"context"
	"fmt"
)

const (
	// settleFrom is from how many entries on it is noted, beside whoever appends, which of them is the last word on its
	// subject. Subjects are all over their table; many are noted at a time, and what is said twice only once.
	settleFrom = 1000
	// settleMost is how many entries one transaction looks at, so that appending never waits long.
	settleMost = 1000
)

// unsettled is how many entries are newer than what subjects tells.
func (s *Store) unsettled(ctx context.Context) (n uint64, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT newest - settled FROM log`).Scan(&n)
	return n, err
}

// settleSome settles while there is much to settle. What fails is done later.
func (s *Store) settleSome(ctx context.Context) {
	for {
		n, err := s.unsettled(ctx)
		if err != nil || n < settleFrom {
			return
		}
		if _, err := s.settle(ctx, settleMost); err != nil {
			return
		}
	}
}

// settle notes on which subjects the oldest entries are the last word of which subjects doesn't tell yet, up to so many of
// them, and tells whether those were all.
func (s *Store) settle(ctx context.Context, most int64) (all bool, err error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	var settled, newest int64
	if err := tx.QueryRowContext(ctx, `SELECT settled, newest FROM log`).Scan(&settled, &newest); err != nil {
		return false, err
	}
	if settled == newest {
		return true, nil
	}
	to := min(newest, settled+most)
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO subjects (shard, type, subject, cursor)
		SELECT shard, type, subject, max(cursor) FROM entries WHERE cursor > ? AND cursor <= ?
		GROUP BY shard, type, subject`, settled, to); err != nil {
		return false, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE log SET settled = ?`, to); err != nil {
		return false, err
	}
	return to == newest, tx.Commit()
}

// settleAll settles until all is.
func (s *Store) settleAll(ctx context.Context) error {
	for all := false; !all; {
		var err error
		if all, err = s.settle(ctx, settleMost); err != nil {
			return fmt.Errorf("noting the last words: %w", err)
		}
	}
	return nil
}
