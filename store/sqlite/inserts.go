package sqlite

import (
	"context"
	"database/sql"
	"strings"
)

// together is how many rows one statement inserts where there are as many: what a statement costs beside its rows is
// as much as a row. More gain next to nothing.
const together = 32

// inserts are statements that insert rows of so many columns, one and several at a time.
type inserts struct {
	columns      int
	one, several *sql.Stmt
}

func prepareInserts(ctx context.Context, db *sql.DB, into string, columns int) (i inserts, err error) {
	i.columns = columns
	row := "(" + marks(columns) + ")"
	if i.one, err = db.PrepareContext(ctx, into+" VALUES "+row); err != nil {
		return i, err
	}
	i.several, err = db.PrepareContext(ctx, into+" VALUES "+strings.Repeat(row+",", together-1)+row)
	return i, err
}

// insert inserts rows, whose values stand one after the other, in their order.
func (a *appending) insert(into *inserts, values []any) error {
	for len(values) > 0 {
		stmt, n := into.one, into.columns
		if len(values) >= together*n {
			stmt, n = into.several, together*n
		}
		if err := a.run(stmt, values[:n]...); err != nil {
			return err
		}
		values = values[n:]
	}
	return nil
}
