package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

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
	// unpriced stands for dollars that aren't known.
	unpriced = -1
)

// errPack: a pack isn't what was written.
var errPack = errors.New("a pack of liquidations is damaged")

type party [common.AddressLength]byte

// summand is what totals need of a liquidation. Dollars are in 1e-8.
type summand struct {
	seq, time, chain           int64
	debt, collateral           int64
	account, liquidator, asset party
	protocol, side             string
}

const fixedSize = 5*8 + 3*common.AddressLength

// pack appends the summand's bytes.
func (s *summand) pack(to []byte) []byte {
	for _, n := range []int64{s.seq, s.time, s.chain, s.debt, s.collateral} {
		to = binary.LittleEndian.AppendUint64(to, uint64(n))
	}
	for _, p := range []*party{&s.account, &s.liquidator, &s.asset} {
		to = append(to, p[:]...)
	}
	for _, text := range []string{s.protocol, s.side} {
		to = append(append(to, byte(len(text))), text...)
	}
	return to
}

// unpack reads the first summand and returns the bytes after it. Texts are named
// by names, so that each is made once.
func (s *summand) unpack(from []byte, names map[string]string) ([]byte, error) {
	if len(from) < fixedSize {
		return nil, errPack
	}
	for i, n := range []*int64{&s.seq, &s.time, &s.chain, &s.debt, &s.collateral} {
		*n = int64(binary.LittleEndian.Uint64(from[8*i:]))
	}
	at := 5 * 8
	for _, p := range []*party{&s.account, &s.liquidator, &s.asset} {
		at += copy(p[:], from[at:])
	}
	rest := from[at:]
	for _, text := range []*string{&s.protocol, &s.side} {
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
	slices.SortStableFunc(added, func(x, y summand) int { return cmp.Compare(firstPart(x.time), firstPart(y.time)) })
	for len(added) > 0 {
		first := firstPart(added[0].time)
		n := slices.IndexFunc(added, func(s summand) bool { return firstPart(s.time) != first })
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
func (a *appending) fill(first int64, added []summand) error {
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
			rows = added[0].pack(rows)
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
			var s summand
			rest, err := s.unpack(from, names)
			if err != nil {
				return err
			}
			if s.seq == seq {
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
	var pack []byte
	id := int64(-1)
	put := func() error {
		if len(pack) == 0 {
			return nil
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO packs (id, rows) VALUES (?, ?)`, id, pack)
		return err
	}
	for rows.Next() {
		s, err := scanSummand(rows)
		if err != nil {
			return err
		}
		switch first := firstPart(s.time); {
		case id>>partBits != first>>partBits:
			if err := put(); err != nil {
				return err
			}
			id, pack = first, nil
		case len(pack) >= partSize:
			if err := put(); err != nil {
				return err
			}
			id, pack = id+1, nil
		}
		pack = s.pack(pack)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return put()
}
