package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

	"brink/store/totals"

	"github.com/ethereum/go-ethereum/common"
)

// Totals are summed up from packs: the liquidations of an hour, those that were
// reverted left out, as bytes in a few rows. A row for each would cost SQLite and
// its driver most of the time that a week's totals may take.

const (
	// partBits is how many bits of a pack's id number the parts of an hour.
	partBits = 20
	// partSize is up to which size a part takes more: appending writes one whole.
	partSize = 8 << 10
	hour     = 3600
)

// errPack: a pack isn't what was written.
var errPack = errors.New("a pack of liquidations is damaged")

const fixedSize = 5*8 + 3*common.AddressLength

// pack appends a summand's bytes.
func pack(s *totals.Row, to []byte) []byte {
	for _, n := range []int64{s.Seq, s.Time, s.Chain, s.Debt, s.Collateral} {
		to = binary.LittleEndian.AppendUint64(to, uint64(n))
	}
	for _, p := range []*totals.Party{&s.Account, &s.Liquidator, &s.Asset} {
		to = append(to, p[:]...)
	}
	for _, text := range []string{s.Protocol, s.Side} {
		to = append(append(to, byte(len(text))), text...)
	}
	return to
}

// unpack reads the first summand and returns the bytes after it. Texts are named
// by names, so that each is made once.
func unpack(s *totals.Row, from []byte, names map[string]string) ([]byte, error) {
	if len(from) < fixedSize {
		return nil, errPack
	}
	for i, n := range []*int64{&s.Seq, &s.Time, &s.Chain, &s.Debt, &s.Collateral} {
		*n = int64(binary.LittleEndian.Uint64(from[8*i:]))
	}
	at := 5 * 8
	for _, p := range []*totals.Party{&s.Account, &s.Liquidator, &s.Asset} {
		at += copy(p[:], from[at:])
	}
	rest := from[at:]
	for _, text := range []*string{&s.Protocol, &s.Side} {
		if len(rest) == 0 || len(rest) <= int(rest[0]) {
			return nil, errPack
		}
		raw := rest[1 : 1+rest[0]]
		name, known := names[string(raw)]
		if !known {
			name = string(raw)
			names[name] = name
		}
		*text, rest = name, rest[1+len(raw):]
	}
	return rest, nil
}

// firstPart is the id of an hour's first part.
func firstPart(time int64) int64 { return time / hour << partBits }

// flush puts the summands that were added into their hours: each part is written
// once, however many it takes.
func (a *appending) flush() error {
	added := a.added
	a.added = nil
	slices.SortStableFunc(added, func(x, y totals.Row) int { return cmp.Compare(firstPart(x.Time), firstPart(y.Time)) })
	for len(added) > 0 {
		first := firstPart(added[0].Time)
		n := slices.IndexFunc(added, func(s totals.Row) bool { return firstPart(s.Time) != first })
		if n < 0 {
			n = len(added)
		}
		if err := a.fill(first, added[:n]); err != nil {
			return err
		}
		added = added[n:]
	}
	return nil
}

// fill adds summands to an hour.
func (a *appending) fill(first int64, added []totals.Row) error {
	id := first
	var rows []byte
	err := a.tx.StmtContext(a.ctx, a.stmts.lastPart).QueryRowContext(a.ctx, first, first+1<<partBits).Scan(&id, &rows)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	for len(added) > 0 {
		if len(rows) >= partSize {
			id, rows = id+1, nil
		}
		for len(added) > 0 && len(rows) < partSize {
			rows = pack(&added[0], rows)
			added = added[1:]
		}
		if err := a.run(a.stmts.setPart, id, rows); err != nil {
			return err
		}
	}
	return nil
}

// remove takes a summand out of its hour.
func (a *appending) remove(seq, time int64) error {
	if err := a.flush(); err != nil {
		return err
	}
	first := firstPart(time)
	parts, err := all(a.ctx, a.tx, scanPart, `SELECT id, rows FROM packs WHERE id >= ? AND id < ? ORDER BY id DESC`, first, first+1<<partBits)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, p := range parts {
		for from := p.rows; len(from) > 0; {
			var s totals.Row
			rest, err := unpack(&s, from, names)
			if err != nil {
				return err
			}
			if s.Seq == seq {
				kept := append(p.rows[:len(p.rows)-len(from)], rest...)
				return a.run(a.stmts.setPart, p.id, notNull(kept))
			}
			from = rest
		}
	}
	return fmt.Errorf("%w: it lacks number %d of %d", errPack, seq, time)
}

type part struct {
	id   int64
	rows []byte
}

func scanPart(r row) (p part, err error) {
	err = r.Scan(&p.id, &p.rows)
	return p, err
}

// fillPacks is the conversion of a store that had none.
func fillPacks(ctx context.Context, tx *sql.Tx) error {
	rows, err := tx.QueryContext(ctx, selectSummands+`l.reverted = 0 ORDER BY l.time, l.seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var packed []byte
	id := int64(-1)
	put := func() error {
		if len(packed) == 0 {
			return nil
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO packs (id, rows) VALUES (?, ?)`, id, packed)
		return err
	}
	for rows.Next() {
		s, err := scanSummand(rows)
		if err != nil {
			return err
		}
		switch first := firstPart(s.Time); {
		case id>>partBits != first>>partBits:
			if err := put(); err != nil {
				return err
			}
			id, packed = first, nil
		case len(packed) >= partSize:
			if err := put(); err != nil {
				return err
			}
			id, packed = id+1, nil
		}
		packed = pack(&s, packed)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return put()
}
