package web

import (
	"context"
	"slices"

	"brink/feed"

	"github.com/danielgtaylor/huma/v2"
)

type toldInput struct {
	ID     string `path:"id" maxLength:"512"`
	Before cursor `query:"before" doc:"next of the page before; without it, the newest"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
}

// ToldPage is what the log holds of one position, newest first.
type ToldPage struct {
	Events []feed.Envelope `json:"events"`
	// Next is nil when there is nothing older.
	Next *string `json:"next" doc:"to be passed as before for what is older; null where the log begins. A page may hold few events, or none, and name a next one: so much of the log was looked through"`
}

// toldTypes are those of entries whose subject is a position.
var toldTypes = []string{feed.PositionOpened, feed.PositionBand, feed.PositionUnderwater, feed.PositionClosed,
	feed.PositionChanged, feed.Liquidated, feed.BadDebt}

// lookedThrough is how much of the log one page looks through.
const lookedThrough = 1 << 14

// toldOf goes through the log backwards, a stretch at a time.
func (s *Server) toldOf(ctx context.Context, in *toldInput) (*answer[ToldPage], error) {
	kept, err := s.kept(ctx)
	if err != nil {
		return nil, err
	}
	end := kept.Newest + 1
	if in.Before.given {
		end = min(end, in.Before.Cursor)
	}
	page := ToldPage{Events: []feed.Envelope{}}
	start := kept.Start()
	if uint64(end) > uint64(start)+lookedThrough+1 {
		start = end - 1 - lookedThrough
	}
	found, err := s.toldBetween(ctx, start, end, in.ID)
	if err != nil {
		return nil, err
	}
	slices.Reverse(found)
	if len(found) > in.Limit {
		found = found[:in.Limit]
		end = found[in.Limit-1].Cursor
	} else {
		end = start + 1
	}
	for i := range found {
		page.Events = append(page.Events, found[i].Envelope())
	}
	if end > kept.Start()+1 {
		next := end.String()
		page.Next = &next
	}
	return &answer[ToldPage]{page}, nil
}

// toldBetween are the entries about a position behind one cursor and before another.
func (s *Server) toldBetween(ctx context.Context, after, before feed.Cursor, id string) (found []feed.Entry, err error) {
	for after+1 < before {
		page, err := s.read(ctx, after, gulp, feed.Selection{Filter: feed.Filter{Types: toldTypes}})
		if err != nil {
			return nil, err
		}
		for _, e := range page.Entries {
			if e.Cursor < before && e.Subject == id {
				found = append(found, e)
			}
		}
		if after = page.Through; len(page.Entries) < gulp {
			break
		}
	}
	return found, nil
}

// gulp is how many entries are read at a time.
const gulp = 1024

func (s *Server) registerTold(api huma.API) {
	huma.Register(api, operation("told", "/v1/positions/{id}/events", "What the feed has told of a position, newest first"), s.toldOf)
}
