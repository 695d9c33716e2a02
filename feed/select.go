package feed

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"
)

// Selection narrows what a Filter leaves by what entries are about. Empty
// fields don't.
type Selection struct {
	Filter
	// Deployments are written as Topic has them.
	Deployments []string
	Account     common.Address
}

// Topic is what an entry is about: a deployment as "<chain id>:<name>" and an
// account, each empty where it is about none.
type Topic struct {
	ChainID    uint64
	Type       string
	Deployment string
	Account    common.Address
}

// Topic tells what the entry is about.
func (e *Entry) Topic() Topic {
	t := Topic{ChainID: e.ChainID, Type: e.Type}
	switch e.Type {
	case Reorg, ChainStatus:
		return t
	case AlertChanged:
		var about struct {
			Deployment string `json:"deployment"`
			Account    string `json:"account"`
		}
		if json.Unmarshal(e.Data, &about) == nil && about.Deployment != "" {
			t.Deployment = strconv.FormatUint(e.ChainID, 10) + ":" + about.Deployment
			t.Account = accountIn(about.Account)
		}
		return t
	}
	// <chain id>:<deployment>:[<market>:]<account or asset>
	parts := strings.Split(e.Subject, ":")
	if len(parts) < 3 {
		return t
	}
	t.Deployment = parts[0] + ":" + parts[1]
	if e.Type != OracleUpdated && e.Type != OracleStale {
		t.Account = accountIn(parts[len(parts)-1])
	}
	return t
}

func accountIn(text string) common.Address {
	if !common.IsHexAddress(text) {
		return common.Address{}
	}
	return common.HexToAddress(text)
}

// Wants reports whether an entry about this is selected.
func (s *Selection) Wants(t Topic) bool {
	return (s.ChainID == 0 || s.ChainID == t.ChainID) &&
		(len(s.Types) == 0 || slices.Contains(s.Types, t.Type)) &&
		(len(s.Deployments) == 0 || slices.Contains(s.Deployments, t.Deployment)) &&
		(s.Account == common.Address{} || s.Account == t.Account)
}

// narrow reports whether it asks for more than the log's own filter can do.
func (s *Selection) narrow() bool {
	return len(s.Deployments) > 0 || s.Account != common.Address{}
}

const (
	// gulp is how many entries are read at a time to find some among them.
	gulp = 1024
	// glance is how many are looked at before Select answers with what it found.
	glance = 16 * gulp
)

// Select is Next for a selection. A narrow one is looked for among a bounded
// number of entries: there can be more of it behind Through even when the page
// isn't full, as long as that is below Range.Newest.
func Select(ctx context.Context, r Reader, after Cursor, limit int, want Selection) (Page, error) {
	if !want.narrow() {
		return Next(ctx, r, after, limit, want.Filter)
	}
	found := Page{Through: after}
	for looked := 0; looked < glance; {
		page, err := Next(ctx, r, found.Through, gulp, want.Filter)
		found.Range = page.Range
		if err != nil {
			return found, err
		}
		for i := range page.Entries {
			if e := &page.Entries[i]; want.Wants(e.Topic()) {
				found.Entries = append(found.Entries, *e)
				if len(found.Entries) == limit {
					found.Through = e.Cursor
					return found, nil
				}
			}
		}
		looked += len(page.Entries)
		found.Through = page.Through
		if len(page.Entries) < gulp {
			break
		}
	}
	return found, nil
}
