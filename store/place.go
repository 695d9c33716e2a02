package store

import (
	"fmt"
	"strconv"
	"strings"

	"brink/feed"
)

// Place is where a liquidation stands in the order of the list: its block time,
// and its number in the store.
type Place struct{ Time, Seq int64 }

func (p Place) String() string { return fmt.Sprintf("v1.%d.%d", p.Time, p.Seq) }

// ParsePlace reads what String wrote; feed.ErrCursor for anything else.
func ParsePlace(s string) (p Place, err error) {
	time, seq, _ := strings.Cut(strings.TrimPrefix(s, "v1."), ".")
	if p.Time, err = strconv.ParseInt(time, 10, 64); err == nil {
		p.Seq, err = strconv.ParseInt(seq, 10, 64)
	}
	if err != nil || p.String() != s {
		return Place{}, fmt.Errorf("%w: want one that a page of liquidations gave as next", feed.ErrCursor)
	}
	return p, nil
}
